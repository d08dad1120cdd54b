public import Postgres

extension PostgresConfiguration {
    /// For transactions that change projections.
    ///
    /// Where Citus spreads these over several servers, a transaction then changes them by one connection to each server, and a rebuild takes a third
    /// of the time. Other servers take the setting as a name that nobody reads.
    public var changingProjections: PostgresConfiguration {
        var configuration = self
        configuration.settings["citus.multi_shard_modify_mode"] = "sequential"
        return configuration
    }

    /// For questions about all contracts.
    ///
    /// Where Citus spreads projections over several servers, a statement opens a second connection to a server only after this time. Most statements have
    /// ended by then, and a connection takes longer to open than a small part of a table to read.
    public var readingProjections: PostgresConfiguration {
        var configuration = self
        configuration.settings["citus.executor_slow_start_interval"] = "200ms"
        return configuration
    }
}

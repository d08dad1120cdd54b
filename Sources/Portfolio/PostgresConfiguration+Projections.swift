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
}

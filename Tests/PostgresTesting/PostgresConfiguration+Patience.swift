public import Postgres

extension PostgresConfiguration {
    /// The same, with limits of time that a slow machine does not reach.
    public var patient: PostgresConfiguration {
        var configuration = self
        configuration.connectTimeout = .seconds(600)
        configuration.statementTimeout = .seconds(600)
        configuration.lockTimeout = .seconds(600)
        configuration.idleInTransactionTimeout = .seconds(600)
        return configuration
    }
}

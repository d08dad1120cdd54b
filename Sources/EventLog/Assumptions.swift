public import FoundationEssentials
import Postgres

/// What proposals, or refusals beside them, rest on without a look at the log. Nothing is recorded when it is not so.
///
/// What is recorded proves itself: the log takes no key twice, and no version of a contract.
public struct Assumptions: Sendable {
    /// Contracts that have no events.
    public var emptyContracts: [UUID]
    /// Keys that are not known.
    public var unknownKeys: [String]

    /// These assumptions; by default none.
    public init(emptyContracts: [UUID] = [], unknownKeys: [String] = []) {
        (self.emptyContracts, self.unknownKeys) = (emptyContracts, unknownKeys)
    }

    /// The same as a condition of a statement on `log.head`.
    var condition: SQL {
        var conditions: SQL = "true"
        if !emptyContracts.isEmpty {
            conditions = "\(sql: conditions) AND NOT EXISTS (SELECT FROM log.event WHERE contract_id = ANY (\(emptyContracts)))"
        }
        if !unknownKeys.isEmpty {
            conditions = "\(sql: conditions) AND NOT EXISTS (SELECT FROM log.idempotency WHERE key = ANY (\(unknownKeys)))"
        }
        return conditions
    }
}

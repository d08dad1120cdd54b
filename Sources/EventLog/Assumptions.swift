public import FoundationEssentials
import Postgres

/// Facts that proposals or refusals assume without reading the log. The append records nothing if one of them is false.
///
/// Recorded events need no assumption: unique keys reject a repeated idempotency key or contract version.
public struct Assumptions: Sendable {
    /// Contracts that have no events.
    public var emptyContracts: [UUID]
    /// Keys that are not known.
    public var unknownKeys: [String]
    /// Claims that can be granted.
    public var mandateClaims: [MandateClaim]

    /// By default, no assumptions.
    public init(emptyContracts: [UUID] = [], unknownKeys: [String] = [], mandateClaims: [MandateClaim] = []) {
        (self.emptyContracts, self.unknownKeys, self.mandateClaims) = (emptyContracts, unknownKeys, mandateClaims)
    }

    /// The assumptions as a condition for a statement on `log.head`.
    var condition: SQL {
        var conditions: SQL = "true"
        if !emptyContracts.isEmpty {
            conditions = "\(sql: conditions) AND NOT EXISTS (SELECT FROM log.event WHERE contract_id = ANY (\(emptyContracts)))"
        }
        if !unknownKeys.isEmpty {
            conditions = "\(sql: conditions) AND NOT EXISTS (SELECT FROM log.idempotency WHERE key = ANY (\(unknownKeys)))"
        }
        for (schemes, claims) in Dictionary(grouping: mandateClaims, by: \.schemes) {
            conditions = "\(sql: conditions) AND NOT EXISTS (\(sql: MandateClaim.taken(claims, schemes)))"
        }
        return conditions
    }
}

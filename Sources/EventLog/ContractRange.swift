public import FoundationEssentials
public import Postgres

/// A range of contract identifiers, from `from` up to but not including `until`. Nil means no bound.
public struct ContractRange: Sendable {
    /// The lower bound, included.
    public let from: UUID?
    /// The upper bound, excluded.
    public let until: UUID?

    /// The range of all contracts.
    public static let all = ContractRange(from: nil, until: nil)

    /// The range from `from` up to but not including `until`.
    public init(from: UUID?, until: UUID?) {
        self.from = from
        self.until = until
    }

    /// The range as a condition on a column, for a statement that takes no parameters.
    public func condition(_ column: String) -> String {
        [from.map { "\(column) >= '\($0)'" }, until.map { "\(column) < '\($0)'" }].compactMap(\.self).reduce("true") { "\($0) AND \($1)" }
    }

    /// Cuts all contracts of the log into ranges of about `size` contracts, by a sample of the log; into larger ones if there were more than `most`.
    public static func all(ofAbout size: Int64, atMost most: Int64 = .max, in session: Session) throws -> [ContractRange] {
        let events = try EventLog.head(in: session).position
        let count = min(max(1, events / (size * 20)), most)
        if count == 1 { return [.all] }
        // Twenty samples per range keep the ranges similar in size.
        let percent = min(100, 2000 * Double(count) / Double(max(1, events)))
        let sampled = try session.query(
            SQL(unsafe: "SELECT contract_id FROM log.event TABLESAMPLE SYSTEM (\(percent)) ORDER BY contract_id"), as: UUID.self)
        var bounds: [UUID] = []
        for place in 1..<max(1, min(Int(count), sampled.count)) {
            let bound = sampled[place * sampled.count / Int(count)]
            if bounds.last != bound { bounds.append(bound) }
        }
        return zip([nil] + bounds.map(Optional.some), bounds.map(Optional.some) + [nil]).map { ContractRange(from: $0, until: $1) }
    }
}

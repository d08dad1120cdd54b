public import FoundationEssentials

/// A stream of the log that is of no contract. Its identifier stands in the place of a contract's, and its versions are dense like a contract's.
///
/// Both are known before the service records anything in them: a program that runs beside a later one passes over what the other records.
/// Appends, hashes, ``EventLog/verify(_:pageSize:progress:)`` and copies of the log treat its events as all others. Who reads contracts passes over them.
public enum LogStream: CaseIterable, Sendable {
    /// The runs: what was called, and when.
    case runs
    /// What the bank says, and what a clerk decides about money.
    case bank

    /// Its identifier: a UUID of version 8, which no random one can equal.
    public var id: UUID {
        switch self {
        case .runs: UUID(uuid: (0x6D, 0x6F, 0x6E, 0x65, 0x79, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0, 1))
        case .bank: UUID(uuid: (0x6D, 0x6F, 0x6E, 0x65, 0x79, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0, 2))
        }
    }

    /// Whether an identifier is that of a stream. No contract bears it.
    public static func holds(_ id: UUID) -> Bool { LogStream.allCases.contains { $0.id == id } }

    /// The condition on a column that passes over the streams, for a statement that takes no parameters.
    static func isContract(_ column: String) -> String {
        "\(column) NOT IN (\(LogStream.allCases.map { "'\($0.id)'" }.joined(separator: ", ")))"
    }
}

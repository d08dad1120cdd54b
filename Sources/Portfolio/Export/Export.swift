public import CivilTime
import ContractService
import Contracts
public import EventLog
import FoundationEssentials
public import Postgres

/// The log up to one position, as tables for analysts.
///
/// All tables are computed from the log, by the functions that make the projections. The log up to a position never changes, so it is read in slices
/// of some 20 000 events, each in a short transaction, and all slices agree at the position. No snapshot stays open, and the projections may lag behind.
/// Memory does not grow with the log.
public struct Export: Sendable {
    private let database: Database
    private let rules: ProjectionRules

    /// The part of the log that is exported.
    public struct Extent: Sendable {
        /// The log.
        public let log: LogIdentity
        /// The event up to which everything is exported.
        public let end: Head

        /// When the event at the position was recorded; `nil` for an empty log.
        public var recordedAt: Instant? { end.recordedAt.map { Instant(microseconds: $0) } }
    }

    /// Takes the next text of a table's file, which has whole rows.
    public typealias Output = @Sendable (_ table: ExportTable, _ format: ExportFormat, _ bytes: [UInt8], _ rows: Int) throws -> Void

    /// - Parameter database: connections that may read the log and the version of the projections, without limits on the time of statements.
    public init(database: Database, rules: ProjectionRules) {
        self.database = database
        self.rules = rules
    }

    /// The log as it ends now.
    ///
    /// - Throws: `PortfolioError.outdated` when the projections were made by other rules or schemes than these: the tables would contradict the answers.
    public func extent() async throws -> Extent {
        try await database.withSession { [rules] session in
            try session.transaction(.readOnlySnapshot) { session in
                let mark = try Portfolio.marked(in: session, by: rules).mark
                guard mark == nil || mark == rules.mark else { throw PortfolioError.outdated }
                return Extent(log: try EventLog.identity(in: session), end: try EventLog.head(in: session))
            }
        }
    }

    /// Writes all tables.
    ///
    /// - Parameters:
    ///   - output: called by one thread at a time, and may block. Each CSV file gets its heading first.
    ///   - progress: called with the events read so far, and their number; each event is read twice.
    /// - Throws: `LogDamage`, an error of `output`, a `PostgresError`, or `scheme.unknown`.
    public func run(
        _ extent: Extent, _ formats: [ExportFormat], to output: @escaping Output,
        progress: @escaping @Sendable (_ done: Int64, _ all: Int64) -> Void = { _, _ in }
    ) async throws {
        let end = extent.end.position
        try await writeContracts(through: end, formats, to: output) { progress($0, 2 * end) }
        try await writeEvents(extent, formats, to: output) { progress(end + $0, 2 * end) }
    }

    // MARK: Tables of contracts

    private func writeContracts(
        through end: Int64, _ formats: [ExportFormat], to output: @escaping Output, _ progress: @escaping @Sendable (Int64) -> Void
    ) async throws {
        var headings = ExportedContracts(formats)
        headings.headings()
        try Self.give(headings.tables, to: output)
        let ranges = try await database.withSession { try ContractRange.all(ofAbout: Self.contracts, in: $0) }
        var done: Int64 = 0
        for range in ranges {
            try Task.checkCancellation()
            done += try await database.withSession { [rules] session in
                var histories: [(UUID, [RecordedFact])] = []
                try session.transaction { session in
                    try Histories.read(range, through: end, in: session) { histories.append(($0, $1)) }
                }
                let parts = try histories.inParts(ofAtLeast: Self.fewContracts) { part in
                    var rows = ExportedContracts(formats)
                    for (contract, events) in part { try rows.add(contract, events, schemes: rules.schemes) }
                    return rows
                }
                for part in parts { try Self.give(part.tables, to: output) }
                return histories.reduce(0) { $0 + Int64($1.1.count) }
            }
            progress(done)
        }
    }

    /// About how many contracts a slice has.
    private static let contracts: Int64 = 1000
    /// Below this number of contracts, one core makes their rows.
    private static let fewContracts = 64

    // MARK: Events

    private func writeEvents(
        _ extent: Extent, _ formats: [ExportFormat], to output: @escaping Output, _ progress: @escaping @Sendable (Int64) -> Void
    ) async throws {
        var headings = ExportRows(.events, formats)
        headings.heading()
        try Self.give([headings], to: output)
        var last = Head.empty
        while last.position < extent.end.position {
            try Task.checkCancellation()
            let first = last.position
            last = try await database.withSession { session in
                let events = try EventLog.page(after: first, limit: Int(min(Self.page, extent.end.position - first)), in: session)
                guard let end = events.last else { throw LogDamage(position: first + 1, .missing) }
                let parts = try events.inParts(ofAtLeast: Self.fewEvents) { part in
                    var rows = ExportRows(.events, formats)
                    for event in part { try rows.add(event) }
                    return rows
                }
                try Self.give(parts, to: output)
                return Head(position: end.position, hash: end.hash, recordedAt: end.recordedAt)
            }
            progress(last.position)
        }
        guard last == extent.end else { throw LogDamage(position: last.position, .headDiffers) }
    }

    /// How many events are read at once.
    private static let page: Int64 = 5000
    /// Below this number of events, one core makes their rows.
    private static let fewEvents = 1000

    private static func give(_ tables: [ExportRows], to output: Output) throws {
        for table in tables {
            for (format, bytes) in table.texts where !bytes.isEmpty { try output(table.table, format, bytes, table.count) }
        }
    }
}

extension ExportRows {
    fileprivate mutating func add(_ event: RecordedEvent) throws {
        let shown = try PseudonymousEvent(event)
        number(event.position)
        uuid(event.contract.bits)
        number(event.version)
        name(shown.type)
        number(shown.schema)
        instant(shown.recordedAt)
        day(shown.effectiveOn)
        json(shown.data)
        end()
    }
}

import CivilTime
import ContractService
import Contracts
import Dispatch
import EventLog
import FoundationEssentials
import Postgres
import Synchronization

/// Brings a version of the projections forward along the log, a page at a time.
struct Projector: Sendable {
    let rules: ProjectionRules

    /// Which version.
    enum Target: Sendable {
        case current
        case version(Int)
    }

    /// What became of a step.
    enum Step: Sendable {
        /// There was nothing after the checkpoint.
        case idle(Checkpoint)
        /// A page was projected; the log ended there when it was.
        case moved(Checkpoint, head: Int64)
        /// The version was made by other rules: it is left as it is.
        case outdated(Checkpoint)
    }

    /// How far a version has come, and when its last event was recorded.
    struct Checkpoint: Hashable, Sendable {
        let version: Int
        var position: Int64
        var recordedAt: Instant?

        var schema: String { "portfolio_\(version)" }
    }

    /// Why a version cannot follow the log.
    enum Trouble: Error, CustomStringConvertible {
        /// There is none.
        case noVersion
        /// It has come further than the log: it belongs to another one, such as one that a backup did not bring back whole.
        case aheadOfLog(position: Int64, head: Int64)

        var description: String {
            switch self {
            case .noVersion: "there is no version of the projections to follow"
            case .aheadOfLog(let position, let head):
                "the projections are at position \(position), and the log ends at \(head): they belong to another log"
            }
        }
    }

    /// Projects the next page: rows and checkpoint in one transaction, one process at a time.
    ///
    /// - Parameters:
    ///   - limit: the most events.
    ///   - last: the position to stop at.
    func step(_ target: Target, limit: Int, through last: Int64 = .max, in session: Session) throws -> Step {
        try session.transaction { session in
            var (checkpoint, mark) = try Projector.lock(target, in: session)
            // Statements of their own, after the lock: they see all that the one before had projected.
            guard mark == nil || mark == rules.mark else { return .outdated(checkpoint) }
            let events = try Projector.page(after: checkpoint.position, limit: limit, in: session).prefix { $0.position <= last }
            let head = try EventLog.head(in: session).position
            guard let end = events.last else {
                guard checkpoint.position <= head else { throw Trouble.aheadOfLog(position: checkpoint.position, head: head) }
                return .idle(checkpoint)
            }
            checkpoint.position = end.position
            checkpoint.recordedAt = Instant(microseconds: end.recordedAt)
            try write(Array(events), through: end.position, into: checkpoint.schema, in: session)
            try session.execute(
                """
                UPDATE portfolio.version SET position = \(end.position), made_by = \(rules.mark),
                    recorded_at = \(PostgresTimestamp(microsecondsSince1970: end.recordedAt))
                WHERE version = \(checkpoint.version)::integer
                """)
            return .moved(checkpoint, head: head)
        }
    }

    /// The next events: at most `limit`, and then those that complete the last contract's correction, of which no question may see a part.
    private static func page(after position: Int64, limit: Int, in session: Session) throws -> [RecordedEvent] {
        let events = try EventLog.page(after: position, limit: limit, in: session)
        guard events.count == limit, let last = events.last else { return events }
        let next = try EventLog.page(after: last.position, limit: 2 * CommandName.correctionList - 1, in: session)
        return events + next.prefix { $0.contract == last.contract && $0.recordedAt == last.recordedAt }
    }

    /// Locks a version's checkpoint until the end of the transaction.
    static func lock(_ target: Target, in session: Session) throws -> (Checkpoint, mark: [UInt8]?) {
        let condition: SQL =
            switch target {
            case .current: "state = 'current'"
            case .version(let version): "version = \(version)::integer"
            }
        let statement: SQL = "SELECT version, position, recorded_at, made_by FROM portfolio.version WHERE \(sql: condition) FOR UPDATE"
        typealias Columns = (Int, Int64, PostgresTimestamp?, [UInt8]?)
        // Whoever waits for a version that is being replaced finds none, and the one in its place when asking again.
        let row = try session.first(statement, as: Columns.self) ?? session.first(statement, as: Columns.self)
        guard let row else { throw Trouble.noVersion }
        return (
            Checkpoint(version: row.0, position: row.1, recordedAt: row.2.map { Instant($0) }), row.3
        )
    }

    /// Rewrites what the events of a page change: the rows of their contracts that became known when the first of them did, or later.
    private func write(_ page: [RecordedEvent], through last: Int64, into schema: String, in session: Session) throws {
        var since: [UUID: RecordedEvent] = [:]
        // The whole history of a contract that begins in the page is there.
        var begun: [UUID: [RecordedEvent]] = [:]
        for event in page {
            if since[event.contract] == nil { since[event.contract] = event }
            if since[event.contract]?.version == 1 { begun[event.contract, default: []].append(event) }
        }
        let histories = try EventLog.events(of: since.values.filter { $0.version > 1 }.map(\.contract), in: session)
            .merging(begun) { read, _ in read }
        // Events of later pages may be there already. In order of contracts, as the indexes are: rows that come side by side go to the same pages.
        let parts = try parts(
            of: histories.sorted { $0.key < $1.key }.map { ($0.key, $0.value.prefix { $0.position <= last }) }, since: since)
        try clear(since.values.filter { $0.version > 1 }, from: schema, in: session)
        for rows in parts {
            try end(rows.endings, in: schema, in: session)
            try rows.copy(into: schema, in: session)
        }
    }

    /// The rows of contracts. They are made on all cores when there are so many that the projections are far behind: else commands and questions
    /// have the other cores.
    private func parts(of histories: [(contract: UUID, events: ArraySlice<RecordedEvent>)], since: [UUID: RecordedEvent]) throws
        -> [ProjectedRows]
    {
        let count = histories.count < 3000 ? 1 : ProcessInfo.processInfo.activeProcessorCount
        let made = Mutex<[Result<ProjectedRows, any Error>]>([])
        DispatchQueue.concurrentPerform(iterations: count) { part in
            let rows = Result { () throws -> ProjectedRows in
                var rows = ProjectedRows()
                for place in stride(from: part, to: histories.count, by: count) {
                    let (contract, events) = histories[place]
                    guard let first = since[contract] else { continue }
                    try rows.add(
                        contract, events.map { try RecordedFact($0) },
                        since: first.version == 1 ? nil : Instant(microseconds: first.recordedAt), schemes: rules.schemes)
                }
                return rows
            }
            made.withLock { $0.append(rows) }
        }
        return try made.withLock { try $0.map { try $0.get() } }
    }

    /// Takes away what was known of contracts from an instant on, as if nothing had been told since.
    ///
    /// There is something when events of one instant come in two pages, and when a parameter becomes known later.
    private func clear(_ firsts: [RecordedEvent], from schema: String, in session: Session) throws {
        if firsts.isEmpty { return }
        let known: SQL = """
            unnest(\(firsts.map(\.contract)), \(firsts.map { PostgresTimestamp(microsecondsSince1970: $0.recordedAt) })) AS s (contract_id, since)
            """
        func table(_ name: String) -> SQL { SQL(unsafe: "\(schema).\(name)") }
        let cleared = ["cover", "liability", "employment", "deadline"].map { name -> SQL in
            "DELETE FROM \(sql: table(name)) t USING \(sql: known) WHERE t.contract_id = s.contract_id AND t.known_from >= s.since"
        }
        _ = try session.pipeline(
            (cleared + [
                "DELETE FROM \(sql: table("contract")) WHERE contract_id = ANY (\(firsts.map(\.contract)))",
                """
                UPDATE \(sql: table("deadline")) t SET known_until = 'infinity' FROM \(sql: known)
                WHERE t.contract_id = s.contract_id AND t.known_until >= s.since AND t.known_until < 'infinity'
                """,
            ]).map(Statement.execute))
    }

    /// Ends deadlines that hold no more.
    private func end(_ endings: [ProjectedRows.Ending], in schema: String, in session: Session) throws {
        if endings.isEmpty { return }
        let table = SQL(unsafe: "\(schema).deadline")
        try session.execute(
            """
            UPDATE \(sql: table) t SET known_until = e.known_until
            FROM unnest(
                \(endings.map(\.contract)), \(endings.map { Codes.code($0.deadline.kind) }), \(endings.map { UUID(bits: $0.deadline.beneficiary?.bits ?? 0) }),
                \(endings.map { PostgresDate($0.deadline.dueOn) }), \(endings.map { $0.deadline.relevantThrough.map { PostgresDate($0) } }),
                \(endings.map { PostgresTimestamp($0.knownUntil) })
            ) AS e (contract_id, kind, person, due_on, relevant_through, known_until)
            WHERE t.contract_id = e.contract_id AND t.kind = e.kind AND t.person = e.person AND t.due_on = e.due_on
                AND t.relevant_through = coalesce(e.relevant_through, 'infinity') AND t.known_until = 'infinity'
            """)
    }
}

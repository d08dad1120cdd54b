import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// Brings a version of the projections forward along the log, a page at a time.
struct Projector: Sendable {
    let rules: ProjectionRules
    /// The log behind a position, at most so many events, as this process remembers it; nil when it has to be read.
    var recentPage: @Sendable (_ position: Int64, _ limit: Int) -> RecentPage? = { _, _ in nil }

    /// Which version.
    enum Target: Sendable {
        case current
        case version(Int)
    }

    /// What became of a step.
    enum Step: Sendable {
        /// There was nothing after the checkpoint.
        case idle(Checkpoint)
        /// A page was projected. The log ended at `head`, and `eventsRead` events of it were read.
        case moved(Checkpoint, head: Int64, eventsRead: Int)
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
        /// So many contracts that it has projected have no row: it is damaged.
        case rowsMissing(Int)

        var description: String {
            switch self {
            case .noVersion: "there is no version of the projections to follow"
            case .aheadOfLog(let position, let head):
                "the projections are at position \(position), and the log ends at \(head): they belong to another log"
            case .rowsMissing(let count): "the projections lack rows of contracts (\(count)): run maintien rebuild --force"
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
            let (head, page) = try next(after: checkpoint.position, limit: limit, through: last, in: session)
            guard let page else {
                guard checkpoint.position <= head else { throw Trouble.aheadOfLog(position: checkpoint.position, head: head) }
                return .idle(checkpoint)
            }
            checkpoint.position = page.position
            checkpoint.recordedAt = page.recordedAt
            try write(page.contracts, into: checkpoint.schema, in: session)
            try ProjectionVersion.move(checkpoint.version, to: page.position, recordedAt: page.recordedAt, by: rules.mark, in: session)
            return .moved(checkpoint, head: max(head, page.position), eventsRead: page.eventsRead)
        }
    }

    /// Where the log ends, and the page behind a position: as this process remembers it, if the log proves that; else it is read.
    private func next(after position: Int64, limit: Int, through last: Int64, in session: Session) throws -> (Int64, LogPage?) {
        if last == .max, let recent = recentPage(position, limit) {
            let (head, isProved) = try EventLog.head(holding: recent.proof, in: session)
            if isProved { return (head.position, try LogPage(recent, in: session)) }
        }
        let page = try LogPage.read(after: position, limit: limit, through: last, in: session)
        return (try EventLog.head(in: session).position, page)
    }

    /// Locks a version's checkpoint until the end of the transaction.
    static func lock(_ target: Target, in session: Session) throws -> (Checkpoint, mark: [UInt8]?) {
        let version = try ProjectionVersion.lock(target, in: session)
        return (version.checkpoint, version.mark)
    }

    /// Writes what a page changes.
    ///
    /// - Parameter contracts: in their order, as the indexes are: rows that come side by side go to the same pages.
    private func write(_ contracts: [ChangedContract], into schema: String, in session: Session) throws {
        // They are made on all cores when there are so many that the projections are far behind: else commands and questions have the other cores.
        let parts = try contracts.inParts(ofAtLeast: 3000) { part in
            var rows = ProjectedRows()
            for contract in part { try rows.add(contract, rules: rules) }
            return rows
        }
        for rows in parts {
            try rows.change(schema, in: session)
            try rows.copy(into: schema, in: session)
        }
    }
}

import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// Projects the log onto a version of the projections, a page at a time.
struct Projector: Sendable {
    let rules: ProjectionRules
    /// At most `limit` events after `position`, from this process's memory; nil when they must be read from the log.
    var recentPage: @Sendable (_ position: Int64, _ limit: Int) -> RecentPage? = { _, _ in nil }

    /// The version to project onto.
    enum Target: Sendable {
        /// The version in use.
        case current
        /// The version of a program whose rules have this mark.
        case own(mark: [UInt8])
        /// A version by its number.
        case version(Int)
    }

    /// The outcome of a step.
    enum Step: Sendable {
        /// There was nothing after the checkpoint.
        case idle(Checkpoint)
        /// A page was projected. The log ended at `head`, and `eventsRead` events of it were read.
        case moved(Checkpoint, head: Int64, eventsRead: Int)
        /// Other rules made the version: it is left as it is.
        case outdated(Checkpoint)
    }

    /// The position of a version, and when its last event was recorded.
    struct Checkpoint: Hashable, Sendable {
        let version: Int
        /// Whether its rows are spread over several servers.
        let isSpread: Bool
        var position: Int64
        var recordedAt: Instant?

        var schema: String { "portfolio_\(version)" }
    }

    /// Why a version cannot follow the log.
    enum Trouble: Error, CustomStringConvertible {
        /// There is no version in use, or not the one asked for.
        case noVersion
        /// The version is ahead of the log, so it belongs to another log. An incomplete restore from a backup does this.
        case aheadOfLog(position: Int64, head: Int64)
        /// This many projected contracts have no row: the version is damaged.
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
            // Separate statements after the lock: they see everything that the previous writer projected.
            guard mark == nil || mark == rules.mark else { return .outdated(checkpoint) }
            let (head, page) = try next(after: checkpoint.position, limit: limit, through: last, in: session)
            guard let page else {
                guard checkpoint.position <= head else { throw Trouble.aheadOfLog(position: checkpoint.position, head: head) }
                return .idle(checkpoint)
            }
            checkpoint.position = page.position
            checkpoint.recordedAt = page.recordedAt
            try ProjectionVersion.beginChange(of: checkpoint.version, in: session)
            try write(page.contracts, into: checkpoint.schema, in: session)
            try ProjectionVersion.move(checkpoint.version, to: page.position, recordedAt: page.recordedAt, by: rules.mark, in: session)
            return .moved(checkpoint, head: max(head, page.position), eventsRead: page.eventsRead)
        }
    }

    /// The end of the log, and the page after a position. The page comes from memory if the log proves it, else it is read.
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

    /// Writes the changes of a page.
    ///
    /// - Parameter contracts: sorted like the indexes, so that neighbouring rows go to the same database pages.
    private func write(_ contracts: [ChangedContract], into schema: String, in session: Session) throws {
        // Uses all cores only for a large page, when the projections are far behind. Otherwise commands and questions need the cores.
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

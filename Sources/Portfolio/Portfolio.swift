import CivilTime
public import ContractService
import Contracts
import EventLog
import FoundationEssentials
public import Postgres
import Synchronization

/// Answers questions about all contracts, from the version of the projections that this program's rules made.
public final class Portfolio: Sendable {
    private let streams: Database
    private let pages: Database
    private let rules: ProjectionRules
    private let clock: any ServiceClock
    private let follower: Follower?
    /// A portfolio on a standby; nil without one.
    private let standby: Portfolio?
    /// On a standby: proves the age of its answers.
    private let watch: StandbyWatch?

    /// How long a question may wait for a position.
    private static let bound: Duration = .seconds(5)
    /// How long a chunk of an answer waits for a slow reader.
    private static let patience: Duration = .seconds(60)

    /// - Parameters:
    ///   - streams: read connections without time limits. Each streamed answer holds one until it ends.
    ///   - pages: read connections for pages, so that pages do not wait behind streamed answers.
    ///   - follower: this process's follower, if any: it wakes questions that wait for a position.
    ///   - standby: a portfolio on a standby, which answers questions that may be a little old.
    ///   - watch: for a portfolio on a standby: proves the age of its answers.
    public init(
        streams: Database, pages: Database, rules: ProjectionRules, clock: any ServiceClock, follower: Follower? = nil,
        standby: Portfolio? = nil, watch: StandbyWatch? = nil
    ) {
        self.streams = streams
        self.pages = pages
        self.rules = rules
        self.clock = clock
        self.follower = follower
        self.standby = standby
        self.watch = watch
    }

    /// Answers a question, in one snapshot of the projections.
    ///
    /// Returns when the first lines are ready, or when the page is complete.
    /// - Throws: `PortfolioError`.
    public func answer(_ inquiry: Inquiry) async throws -> PortfolioAnswer {
        do {
            if let position = inquiry.atLeast { try await wait(for: position) }
            return inquiry.page == nil ? try await streamed(inquiry) : try await whole(inquiry)
        } catch { throw PortfolioError(error) ?? error }
    }

    /// The same, from a standby if there is one whose projections are fresh enough: then the answer has a proof of its age.
    public func recentAnswer(_ inquiry: Inquiry) async throws -> PortfolioAnswer {
        if let standby, let watch = standby.watch, let answer = try await standby.answer(inquiry, provenBy: watch) { return answer }
        return try await answer(inquiry)
    }

    /// The answer of this standby; nil when the primary must answer.
    private func answer(_ inquiry: Inquiry, provenBy watch: StandbyWatch) async throws -> PortfolioAnswer? {
        guard watch.isUsable else { return nil }
        do {
            if let position = inquiry.atLeast, try await !comes(to: position, within: watch.maxStaleness) { return nil }
            let answer = try await inquiry.page == nil ? streamed(inquiry) : whole(inquiry)
            guard let proof = answer.proof, proof.age <= watch.maxStaleness else { return nil }
            return answer
        } catch {
            switch PortfolioError(error) {
            case .unavailable:
                watch.standbyFailed()
                return nil
            // Too old, or made by other rules than the primary's perhaps are by now.
            case .behind, .outdated: return nil
            case let known: throw known ?? error
            }
        }
    }

    /// Whether the projections come to a position within `time`.
    private func comes(to position: Int64, within time: Duration) async throws -> Bool {
        let end = ContinuousClock.now + time
        while try await pages.withSession({ [rules] in try Portfolio.marked(in: $0, by: rules).0.position }) < position {
            if ContinuousClock.now >= end { return false }
            try await Task.sleep(for: .milliseconds(10))
        }
        return true
    }

    /// The positions of the projections and of the log.
    public func status() async throws -> (status: PortfolioStatus, head: Int64) {
        let (position, head) = try await pages.withSession { [rules] session in
            (try Portfolio.marked(in: session, by: rules).0.position, try EventLog.head(in: session).position)
        }
        return (PortfolioStatus(position: position, state: follower?.status.state ?? .current), head)
    }

    // MARK: Waiting

    /// Returns once the projections are near a position, or after two seconds.
    ///
    /// For a writer that appends faster than the projections follow: it keeps their lag near a second. Returns at once when the projections
    /// cannot follow.
    public func keepUp(with position: Int64) async {
        guard let follower else { return }
        let end = ContinuousClock.now + .seconds(2)
        while follower.status.position < position - Portfolio.lag, [.current, .behind].contains(follower.status.state), .now < end {
            await follower.wait(for: position - Portfolio.lag, atMost: .milliseconds(100))
            if Task.isCancelled { return }
        }
    }

    /// How many events the projections may lag behind a caller of `keepUp`.
    private static let lag: Int64 = 20_000

    /// - Throws: `PortfolioError.ahead` at once when the log has no such position; `PortfolioError.behind` when it takes too long.
    private func wait(for position: Int64) async throws {
        let end = ContinuousClock.now + Portfolio.bound
        var isInLog = false
        while true {
            // The head is read after the question came, so it covers every event that was acknowledged before.
            let (reached, head) = try await pages.withSession { [isInLog, rules] session in
                let reached = try Portfolio.marked(in: session, by: rules).0.position
                return (reached, reached >= position || isInLog ? position : try EventLog.head(in: session).position)
            }
            if reached >= position { return }
            if head < position { throw PortfolioError.ahead(position: position, head: head) }
            isInLog = true
            let left = end - .now
            if left <= .zero { throw PortfolioError.behind(position: position, reached: reached) }
            // Another process may run the follower: then nothing wakes this wait.
            if let follower {
                await follower.wait(for: position, atMost: min(left, .milliseconds(100)))
            } else {
                try await Task.sleep(for: .milliseconds(10))
            }
            try Task.checkCancellation()
        }
    }

    // MARK: Reading

    /// The facts about an answer that are known before its first line.
    private struct Opening: Sendable {
        let knownAt: Instant
        let checkpoint: Projector.Checkpoint
        let proof: StandbyProof?
    }

    private func streamed(_ inquiry: Inquiry) async throws -> PortfolioAnswer {
        let pipe = ChunkPipe(capacity: 4, patience: Portfolio.patience)
        let (openings, opened) = AsyncThrowingStream<Opening, any Error>.makeStream()
        let reading = Task { [self] in
            do {
                try await read(inquiry, opened: { opened.yield($0) }) { try pipe.give($0) }
                pipe.end(.success(()))
                opened.finish()
            } catch {
                opened.finish(throwing: error)
                pipe.end(.failure(PortfolioError(error) ?? error))
            }
        }
        // Before the first lines, cancelling this task ends the reading. Afterwards the reader ends it, by taking no more chunks.
        let opening = try await withTaskCancellationHandler {
            for try await opening in openings { return opening }
            throw CancellationError()
        } onCancel: {
            reading.cancel()
        }
        return PortfolioAnswer(
            knownAt: opening.knownAt, position: opening.checkpoint.position, next: nil, proof: opening.proof,
            chunks: PortfolioAnswer.Chunks(pipe))
    }

    private func whole(_ inquiry: Inquiry) async throws -> PortfolioAnswer {
        let opened = Mutex<Opening?>(nil)
        let gathered = Mutex<[UInt8]>([])
        var next: String?
        do {
            try await read(inquiry, opened: { opening in opened.withLock { $0 = opening } }) { chunk in gathered.withLock { $0 += chunk } }
        } catch let full as PortfolioReading.PageFull {
            next = full.next
        }
        guard let opening = opened.withLock({ $0 }) else { throw CancellationError() }
        let pipe = ChunkPipe(capacity: 1, patience: Portfolio.patience)
        let bytes = gathered.withLock { $0 }
        if !bytes.isEmpty { try pipe.give(bytes) }
        pipe.end(.success(()))
        return PortfolioAnswer(
            knownAt: opening.knownAt, position: opening.checkpoint.position, next: next, proof: opening.proof,
            chunks: PortfolioAnswer.Chunks(pipe))
    }

    private func read(
        _ inquiry: Inquiry, opened: @escaping @Sendable (Opening) -> Void, to give: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws {
        let (rules, clock, watch) = (rules, clock, watch)
        try await (inquiry.page == nil ? streams : pages).withSession { session in
            try session.transaction(.repeatableRead) { session in
                let (checkpoint, mark) = try Portfolio.marked(in: session, by: rules)
                guard mark == nil || mark == rules.mark else { throw PortfolioError.outdated }
                // The present is never earlier than the last projected event: another machine's clock may be ahead.
                let now = max(clock.now(), checkpoint.recordedAt ?? clock.now())
                let proof = try watch?.proof(of: inquiry, through: checkpoint, now: now, in: session)
                let opening = Opening(knownAt: inquiry.knownAt ?? now, checkpoint: checkpoint, proof: proof)
                // True when no event and no parameter became known after `knownAt`.
                let isCurrent = [checkpoint.recordedAt, rules.lastLearnt].compactMap(\.self).allSatisfy { $0 <= opening.knownAt }
                let reading = PortfolioReading(
                    session: session, schema: checkpoint.schema, knownAt: opening.knownAt, isCurrent: isCurrent, format: inquiry.format,
                    page: inquiry.page)
                // An error in the query shows before its first row.
                let lines = LineOutput { chunk in
                    opened(opening)
                    try give(chunk)
                }
                do {
                    try reading.read(inquiry.question, to: lines)
                } catch let full as PortfolioReading.PageFull {
                    try lines.flush()
                    throw full
                }
                try lines.flush()
                opened(opening)
            }
        }
    }

    /// The version that a program with these rules answers from, and the mark of the rules that made it.
    static func marked(in session: Session, by rules: ProjectionRules) throws -> (Projector.Checkpoint, mark: [UInt8]?) {
        let own = try ProjectionVersion.own(madeBy: rules.mark, in: session)
        return (own.checkpoint, own.mark)
    }
}

extension StandbyWatch {
    /// Proves the age of a standby's projections.
    ///
    /// - Throws: `PortfolioError.behind` when they are too old, or when the primary may know more of the inquiry's instant.
    fileprivate func proof(
        of inquiry: Inquiry, through checkpoint: Projector.Checkpoint, now: Instant, in session: Session
    ) throws -> StandbyProof {
        let isCovered = [inquiry.knownAt].compactMap(\.self).areCovered(byLogThrough: checkpoint.recordedAt, now: now)
        guard isCovered, let proof = try proof(through: checkpoint.position, in: session) else {
            throw PortfolioError.behind(position: checkpoint.position, reached: checkpoint.position)
        }
        return proof
    }
}

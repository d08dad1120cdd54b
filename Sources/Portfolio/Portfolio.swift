import CivilTime
public import ContractService
import Contracts
import EventLog
public import Postgres

/// Answers questions about all contracts from the projections in use.
public final class Portfolio: Sendable {
    private let streams: Database
    private let pages: Database
    private let rules: ProjectionRules
    private let clock: any ServiceClock
    private let follower: Follower?
    private let sizes: PortfolioSlice.Sizes
    private let running = RunningAnswers(atMost: Portfolio.answersAtOnce)

    /// How long a question may wait for a position.
    private static let bound: Duration = .seconds(5)
    /// How many answers are streamed at once. Each waits for at most one connection at a time: `streams` must let as many wait.
    private static let answersAtOnce = 20

    /// - Parameters:
    ///   - streams: read connections without time limits. A streamed answer holds one for each slice, not while its reader takes it.
    ///   - pages: read connections for pages, so that pages do not wait behind streamed answers.
    ///   - follower: this process's follower, if any: it wakes questions that wait for a position.
    public convenience init(
        streams: Database, pages: Database, rules: ProjectionRules, clock: any ServiceClock, follower: Follower? = nil
    ) {
        self.init(streams: streams, pages: pages, rules: rules, clock: clock, follower: follower, sizes: PortfolioSlice.Sizes())
    }

    init(
        streams: Database, pages: Database, rules: ProjectionRules, clock: any ServiceClock, follower: Follower? = nil,
        sizes: PortfolioSlice.Sizes
    ) {
        self.streams = streams
        self.pages = pages
        self.rules = rules
        self.clock = clock
        self.follower = follower
        self.sizes = sizes
    }

    /// Answers a question as known at one instant: a page in one snapshot of the projections, a whole answer in slices.
    ///
    /// A whole answer holds every event up to its `position` that was known at its `knownAt`. A later event may be in it, if it was recorded
    /// by `knownAt`. Each line is right for its version. No snapshot is older than a slice.
    ///
    /// Returns when the first lines are ready, or when the page is complete.
    /// - Throws: `PortfolioError`.
    public func answer(_ inquiry: Inquiry) async throws -> PortfolioAnswer {
        do {
            if let position = inquiry.atLeast { try await wait(for: position) }
            return inquiry.page == nil ? try await streamed(inquiry) : try await whole(inquiry)
        } catch { throw PortfolioError(error) ?? error }
    }

    /// The positions of the projections and of the log.
    public func status() async throws -> (status: PortfolioStatus, head: Int64) {
        let (position, head) = try await pages.withSession { session in
            (try Portfolio.checkpoint(in: session).position, try EventLog.head(in: session).position)
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
            let (reached, head) = try await pages.withSession { [isInLog] session in
                let reached = try Portfolio.checkpoint(in: session).position
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

    /// Reads an answer slice by slice. Returns when the first lines are ready.
    private func streamed(_ inquiry: Inquiry) async throws -> PortfolioAnswer {
        // An answer that is not read in slices is small.
        let place = sizes.size(of: inquiry.question, after: nil) == nil ? nil : try running.take()
        var slice = try await streams.withSession { [self] in try read(inquiry, after: nil, in: $0) }
        while slice.chunks.isEmpty, slice.next != nil {
            slice = try await streams.withSession { [self, slice] in try read(inquiry, after: slice, in: $0) }
        }
        let reader = SliceReader(slice) { [self] former in
            do {
                return try await streams.withSession { [self] in try read(inquiry, after: former, in: $0) }
            } catch { throw PortfolioError(error) ?? error }
        }
        return PortfolioAnswer(
            knownAt: slice.knownAt, position: slice.position, next: nil, chunks: PortfolioAnswer.Chunks(reader, at: place))
    }

    /// Reads a page.
    private func whole(_ inquiry: Inquiry) async throws -> PortfolioAnswer {
        let page = try await pages.withSession { [self] in try read(inquiry, after: nil, in: $0) }
        var next: String?
        if case .after(let cursor) = page.next { next = cursor }
        let reader = SliceReader(page.asLast) { $0 }
        return PortfolioAnswer(knownAt: page.knownAt, position: page.position, next: next, chunks: PortfolioAnswer.Chunks(reader))
    }

    /// Reads the page asked for, or the slice after `former`, in one short transaction.
    ///
    /// Every slice is read from the version in use then. Another one may have replaced it meanwhile: it was proved to hold the same rows,
    /// and is as far as the former.
    private func read(_ inquiry: Inquiry, after former: PortfolioSlice?, in session: Session) throws -> PortfolioSlice {
        let size = sizes.size(of: inquiry.question, after: former)
        var page = inquiry.page
        if page == nil, let size {
            page = Inquiry.Page(limit: size)
            if case .after(let cursor) = former?.next { page?.after = cursor }
        }
        let lines = LineOutput()
        var opening: (knownAt: Instant, position: Int64)?
        var next: PortfolioSlice.Place?
        do {
            next = try session.transaction(.repeatableRead) { session -> PortfolioSlice.Place? in
                let (checkpoint, mark) = try Portfolio.marked(in: session)
                guard mark == nil || mark == rules.mark else { throw PortfolioError.outdated }
                // The present is never earlier than the last projected event: another machine's clock may be ahead.
                let now = max(clock.now(), checkpoint.recordedAt ?? clock.now())
                let knownAt = former?.knownAt ?? inquiry.knownAt ?? now
                opening = (knownAt, former?.position ?? checkpoint.position)
                // True when no event and no parameter became known after `knownAt`.
                let isCurrent = [checkpoint.recordedAt, rules.lastLearnt].compactMap(\.self).allSatisfy { $0 <= knownAt }
                var reading = PortfolioReading(
                    session: session, schema: checkpoint.schema, knownAt: knownAt, isCurrent: isCurrent, format: inquiry.format,
                    page: page, isSlice: inquiry.page == nil && size != nil)
                guard inquiry.page == nil, let question = inquiry.question.summed else {
                    try reading.read(inquiry.question, to: lines)
                    return nil
                }
                var (ranges, sums) = try rest(of: question, after: former, in: session)
                reading.range = ranges.removeFirst()
                try reading.add(question, to: &sums)
                if !ranges.isEmpty { return .ranges(ranges, sums) }
                reading.write(sums, of: question, to: lines)
                return nil
            }
        } catch let full as PortfolioReading.PageFull {
            next = .after(full.next)
        }
        guard let opening else { throw CancellationError() }
        return PortfolioSlice(
            knownAt: opening.knownAt, position: opening.position, size: size ?? 0, chunks: lines.finished(), next: next)
    }

    /// The ranges of contracts still to be summed up, at least one, and the sums of those before.
    private func rest(
        of question: SummedQuestion, after former: PortfolioSlice?, in session: Session
    ) throws -> ([ContractRange], PortfolioSums) {
        if case .ranges(let ranges, let sums) = former?.next { return (ranges, sums) }
        return (question.isOfEmployer ? [.all] : try ContractRange.all(ofAbout: sizes.summed, in: session), PortfolioSums())
    }

    private static func checkpoint(in session: Session) throws -> Projector.Checkpoint { try marked(in: session).0 }

    /// The version in use, and the mark of the rules that made it.
    static func marked(in session: Session) throws -> (Projector.Checkpoint, mark: [UInt8]?) {
        let current = try ProjectionVersion.current(in: session)
        return (current.checkpoint, current.mark)
    }
}

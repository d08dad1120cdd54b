import CivilTime
public import ContractService
import Contracts
import EventLog
public import Postgres
import Synchronization

/// Answers questions about all contracts, from the version of the projections that this program's rules made.
public final class Portfolio: Sendable {
    let streams: Database
    let pages: Database
    let rules: ProjectionRules
    /// The mark of the rules by which the projections that it reads were made.
    public var rulesMark: [UInt8] { rules.mark }
    let clock: any ServiceClock
    let follower: Follower?
    /// A portfolio on a standby; nil without one.
    private let standby: Portfolio?
    /// On a standby: proves the age of its answers.
    private let watch: StandbyWatch?
    private let sizes: PortfolioSlice.Sizes
    /// The last checkpoint up to which every server had ended all changes.
    private let settled = Mutex<Projector.Checkpoint?>(nil)
    private let running = RunningAnswers(atMost: Portfolio.answersAtOnce)
    /// Bounds the comparisons of schemes at once: each keeps a core busy.
    let runningWhatIfs = RunningAnswers(atMost: 2)

    /// How many answers are streamed at once. Each waits for at most one connection at a time: `streams` must let as many wait.
    private static let answersAtOnce = 20

    /// - Parameters:
    ///   - streams: read connections without time limits. A streamed answer holds one for each slice, not while its reader takes it.
    ///   - pages: read connections for pages, so that pages do not wait behind streamed answers.
    ///   - follower: this process's follower, if any: it wakes questions that wait for a position.
    ///   - standby: a portfolio on a standby, which answers questions that may be a little old.
    ///   - watch: for a portfolio on a standby: proves the age of its answers.
    public convenience init(
        streams: Database, pages: Database, rules: ProjectionRules, clock: any ServiceClock, follower: Follower? = nil,
        standby: Portfolio? = nil, watch: StandbyWatch? = nil
    ) {
        self.init(
            streams: streams, pages: pages, rules: rules, clock: clock, follower: follower, standby: standby, watch: watch,
            sizes: PortfolioSlice.Sizes())
    }

    init(
        streams: Database, pages: Database, rules: ProjectionRules, clock: any ServiceClock, follower: Follower? = nil,
        standby: Portfolio? = nil, watch: StandbyWatch? = nil, sizes: PortfolioSlice.Sizes
    ) {
        self.streams = streams
        self.pages = pages
        self.rules = rules
        self.clock = clock
        self.follower = follower
        self.standby = standby
        self.watch = watch
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

    /// The same, from a standby if there is one whose projections are fresh enough: then the answer has a proof of its age.
    ///
    /// The proof is that of the first slice. The primary reads the slices after it for which the standby is too old, or away.
    public func recentAnswer(_ inquiry: Inquiry) async throws -> PortfolioAnswer {
        if let standby, let watch = standby.watch, let answer = try await standby.answer(inquiry, provenBy: watch, elseBy: self) {
            return answer
        }
        return try await answer(inquiry)
    }

    /// The answer of this standby; nil when the primary must answer.
    private func answer(_ inquiry: Inquiry, provenBy watch: StandbyWatch, elseBy primary: Portfolio) async throws -> PortfolioAnswer? {
        guard watch.isUsable else { return nil }
        do {
            if let position = inquiry.atLeast, try await !comes(to: position, within: watch.maxStaleness) { return nil }
            let answer = try await inquiry.page == nil ? streamed(inquiry, elseBy: primary) : whole(inquiry)
            guard let proof = answer.proof, proof.age <= watch.maxStaleness else { return nil }
            return answer
        } catch {
            guard leavesToPrimary(error, of: watch) else { throw PortfolioError(error) ?? error }
            return nil
        }
    }

    /// Whether the primary must answer because this standby failed in this way.
    private func leavesToPrimary(_ error: any Error, of watch: StandbyWatch) -> Bool {
        switch PortfolioError(error) {
        case .unavailable:
            watch.standbyFailed()
            return true
        // Too old, or made by other rules than the primary's perhaps are by now.
        case .behind, .outdated: return true
        case .ahead, .badCursor, .overloaded, nil: return false
        }
    }

    /// The positions of the projections and of the log.
    public func status() async throws -> (status: PortfolioStatus, head: Int64) {
        let (position, head) = try await pages.withSession { [rules] session in
            (try Portfolio.marked(in: session, by: rules).0.position, try EventLog.head(in: session).position)
        }
        return (PortfolioStatus(position: position, state: follower?.status.state ?? .current), head)
    }

    // MARK: Reading

    /// Reads an answer slice by slice. Returns when the first lines are ready.
    ///
    /// - Parameter primary: on a standby: reads the slices that the standby cannot give after the first one. Its projections are as far as
    ///   the standby's, or further.
    private func streamed(_ inquiry: Inquiry, elseBy primary: Portfolio? = nil) async throws -> PortfolioAnswer {
        // An answer that is not read in slices is small.
        let place = sizes.size(of: inquiry.question, after: nil) == nil ? nil : try running.take()
        let first = try await streams.withSession { [self] in try read(inquiry, after: nil, in: $0) }
        var slice = first
        while slice.chunks.isEmpty, slice.next != nil { slice = try await self.slice(of: inquiry, after: slice, elseBy: primary) }
        let reader = SliceReader(slice) { [self] former in try await self.slice(of: inquiry, after: former, elseBy: primary) }
        return PortfolioAnswer(
            knownAt: first.knownAt, position: first.position, next: nil, proof: first.proof,
            chunks: PortfolioAnswer.Chunks(reader, at: place))
    }

    /// Reads the slice after `former`.
    private func slice(of inquiry: Inquiry, after former: PortfolioSlice, elseBy primary: Portfolio?) async throws -> PortfolioSlice {
        if watch?.isUsable ?? true {
            do {
                return try await streams.withSession { [self] in try read(inquiry, after: former, in: $0) }
            } catch {
                guard let watch, primary != nil, leavesToPrimary(error, of: watch) else { throw PortfolioError(error) ?? error }
            }
        }
        guard let primary else { throw PortfolioError.unavailable(retryAfterSeconds: 1) }
        return try await primary.slice(of: inquiry, after: former, elseBy: nil)
    }

    /// Reads a page.
    private func whole(_ inquiry: Inquiry) async throws -> PortfolioAnswer {
        let page = try await pages.withSession { [self] in try read(inquiry, after: nil, in: $0) }
        var next: String?
        if case .after(let cursor) = page.next { next = cursor }
        let reader = SliceReader(page.asLast) { $0 }
        return PortfolioAnswer(
            knownAt: page.knownAt, position: page.position, next: next, proof: page.proof, chunks: PortfolioAnswer.Chunks(reader))
    }

    /// Reads the page asked for, or the slice after `former`, in one short transaction.
    ///
    /// Every slice is read from the version that is the program's own then. Another one may have replaced it meanwhile: it is as far as the former.
    private func read(_ inquiry: Inquiry, after former: PortfolioSlice?, in session: Session) throws -> PortfolioSlice {
        let lines = LineOutput()
        var size: Int?
        var opening: PortfolioSlice.Opening?
        var next: PortfolioSlice.Place?
        var span: PortfolioSlice.Span?
        var days: DueDays?
        do {
            next = try session.transaction(.repeatableRead) { session -> PortfolioSlice.Place? in
                try ProjectionVersion.keepUnchanged(in: session)
                let own = try ProjectionVersion.own(madeBy: rules.mark, in: session)
                guard own.mark == nil || own.mark == rules.mark else { throw PortfolioError.outdated }
                let checkpoint = own.checkpoint
                try requireSettled(checkpoint, in: session)
                size = sizes.size(of: inquiry.question, after: former, isSpread: checkpoint.isSpread)
                var page = inquiry.page
                if page == nil, let size {
                    page = Inquiry.Page(limit: size)
                    if case .after(let cursor) = former?.next { page?.after = cursor }
                }
                // The present is never earlier than the last projected event: another machine's clock may be ahead.
                let now = max(clock.now(), checkpoint.recordedAt ?? clock.now())
                let knownAt = former?.knownAt ?? inquiry.knownAt ?? now
                opening = PortfolioSlice.Opening(
                    knownAt: knownAt, position: former?.position ?? checkpoint.position,
                    reached: inquiry.page == nil ? try reached(checkpoint.position, after: former, in: session) : nil,
                    // What the first slice covers, the next ones cover too.
                    proof: try watch?.proof(
                        of: former == nil ? inquiry.knownAt : nil, through: checkpoint, now: now, in: session))
                // True when no event and no parameter became known after `knownAt`.
                let isCurrent = [checkpoint.recordedAt, rules.lastLearnt].compactMap(\.self).allSatisfy { $0 <= knownAt }
                var reading = PortfolioReading(
                    session: session, schema: checkpoint.schema, knownAt: knownAt, isCurrent: isCurrent, format: inquiry.format,
                    page: page, isSlice: inquiry.page == nil && size != nil,
                    end: checkpoint.isSpread ? size.flatMap { former?.span?.end(ofNext: $0) } : nil,
                    lastDay: checkpoint.isSpread ? size.flatMap { former?.days?.end(ofNext: $0) } : nil)
                guard inquiry.page == nil, let question = inquiry.question.summed else {
                    try reading.read(inquiry.question, to: lines)
                    return nil
                }
                var (ranges, sums) = try rest(of: question, after: former, in: session)
                reading.range = ranges.removeFirst()
                try reading.add(question, to: &sums)
                if !ranges.isEmpty { return .ranges(ranges, sums) }
                try reading.write(sums, of: question, to: lines)
                return nil
            }
        } catch let full as PortfolioReading.PageFull {
            next = .after(full.next)
            span = PortfolioSlice.Span(after: former?.span?.through ?? 0, full)
            days = full.days
        }
        guard let opening else { throw CancellationError() }
        return PortfolioSlice(opening: opening, size: size ?? 0, chunks: lines.finished(), next: next, span: span, days: days)
    }

    /// Checks that every server has ended the changes up to a checkpoint. They stay ended: each checkpoint is asked about once.
    ///
    /// - Throws: a `PostgresError` that the caller sees as `PortfolioError.unavailable`.
    func requireSettled(_ checkpoint: Projector.Checkpoint, in session: Session) throws {
        if settled.withLock({ $0 }) == checkpoint { return }
        try ProjectionVersion.requireSettled(checkpoint.version, in: session)
        settled.withLock { $0 = checkpoint }
    }

    /// Where the log of this slice ends.
    ///
    /// - Throws: `PortfolioError.behind` unless that log continues the log of the slice before. The session may be one to another server: a
    ///   standby that is further behind, or a primary that lost events in a failover.
    private func reached(_ position: Int64, after former: PortfolioSlice?, in session: Session) throws -> PortfolioSlice.Reached {
        let before = former?.reached
        let hashes = try EventLog.hashes(of: [position] + (before.map { [$0.position] } ?? []), in: session)
        if let before, position < before.position || hashes[before.position] != before.hash {
            throw PortfolioError.behind(position: before.position, reached: position)
        }
        return PortfolioSlice.Reached(position: position, hash: hashes[position])
    }

    /// The ranges of contracts still to be summed up, at least one, and the sums of those before.
    private func rest(
        of question: SummedQuestion, after former: PortfolioSlice?, in session: Session
    ) throws -> ([ContractRange], PortfolioSums) {
        if case .ranges(let ranges, let sums) = former?.next { return (ranges, sums) }
        return (try ranges(of: question, in: session), PortfolioSums())
    }

    private func ranges(of question: SummedQuestion, in session: Session) throws -> [ContractRange] {
        if question.employer != nil { return [.all] }
        return switch question {
        case .totals, .months: try ContractRange.all(ofAbout: sizes.summed, in: session)
        case .workCounts(let filter):
            // Pairs of people are not deadlines.
            filter.kind == .possibleDuplicate
                ? [.all] : try ContractRange.all(ofAbout: sizes.counted, atMost: sizes.mostCounted, in: session)
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
    /// - Parameter instant: the instant asked for, if any.
    /// - Throws: `PortfolioError.behind` when they are too old, or when the primary may know more of the instant.
    fileprivate func proof(
        of instant: Instant?, through checkpoint: Projector.Checkpoint, now: Instant, in session: Session
    ) throws -> StandbyProof {
        let isCovered = [instant].compactMap(\.self).areCovered(byLogThrough: checkpoint.recordedAt, now: now)
        guard isCovered, let proof = try proof(through: checkpoint.position, in: session) else {
            throw PortfolioError.behind(position: checkpoint.position, reached: checkpoint.position)
        }
        return proof
    }
}

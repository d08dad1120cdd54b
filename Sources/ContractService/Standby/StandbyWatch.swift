import CivilTime
import EventLog
public import Postgres
import Synchronization

/// Knows how far behind the primary a standby may be.
///
/// The head of the primary's log is sampled regularly. A standby whose log holds a sample has all that the primary had committed when the
/// sample began. So its answers are at most as old as that sample, whatever both do since. That a log holds a sample is proved by the hash at
/// its position, which covers all events before.
///
/// Only a server in recovery counts as a standby: a promoted one may begin another history. A standby that went on alone after a failover
/// may have events that the new primary lacks. So behind the first sample of a primary's timeline, its log must end exactly at a sample, or
/// hold a sample with a later event.
public final class StandbyWatch: Sendable {
    private struct Sample {
        let head: Head
        /// When the primary was asked.
        let began: ContinuousClock.Instant
    }

    private struct State {
        /// The samples that are not too old, the oldest first. All are of one timeline.
        var samples: [Sample] = []
        /// The primary's timeline, and where its log ended at the first sample of it.
        var timeline: (name: String, begun: Int64)?

        mutating func dropOlder(than age: Duration) {
            let oldest = ContinuousClock.now - age
            samples.removeAll { $0.began < oldest }
        }
    }

    /// The greatest age of an answer.
    public let maxStaleness: Duration
    /// How long the standby may take for one read of a contract: the primary answers after it.
    let patience: Duration
    private let primary: Database
    private let standby: Database
    private let state = Mutex(State())
    private let isAsked = Atomic(false)

    /// How often the primary's head is sampled, and the standby tried.
    private static let interval = Duration.milliseconds(500)
    /// The time limit of a sample and of a trial.
    private static let stepLimit = Duration.seconds(1)

    /// - Parameters:
    ///   - primary: a pool for samples alone, so that they wait for nothing.
    ///   - standby: a pool for trials alone.
    ///   - patience: how long the standby may take for one read of a contract.
    public init(primary: Database, standby: Database, maxStaleness: Duration, patience: Duration = .seconds(2)) {
        self.primary = primary
        self.standby = standby
        self.maxStaleness = maxStaleness
        self.patience = patience
    }

    /// Whether the standby is worth asking: the last trial found it fresh, and nothing has failed there since.
    public var isUsable: Bool { isAsked.load(ordering: .relaxed) }

    /// The standby did not answer: it is not asked before the next trial.
    package func standbyFailed() { isAsked.store(false, ordering: .relaxed) }

    /// Samples the primary and tries the standby until the task is cancelled.
    ///
    /// - Parameter tell: called after each trial with the standby's greatest age; nil when it is away, too old, or not the primary's standby.
    public func run(_ tell: @escaping @Sendable (Duration?) -> Void) async {
        await withTaskGroup { group in
            group.addTask { [self] in await repeatedly { await self.sample() } }
            group.addTask { [self] in await repeatedly { tell(await trial()) } }
        }
    }

    private func repeatedly(_ step: () async -> Void) async {
        while !Task.isCancelled {
            let next = ContinuousClock.now + StandbyWatch.interval
            await step()
            try? await Task.sleep(until: next)
        }
    }

    /// Samples the head of the primary's log. Without the primary there is no new sample, and the standby's age grows.
    /// - Returns: When the new sample began; nil when there is none.
    @discardableResult
    func sample() async -> ContinuousClock.Instant? {
        let began = ContinuousClock.now
        let found = try? await primary.withSession(deadline: StandbyWatch.stepLimit) { session in try EventLog.primaryHead(in: session) }
        guard let (head, timeline) = found else { return nil }
        state.withLock { state in
            let goesOn = state.samples.last.map { $0.head.position < head.position || $0.head == head } ?? true
            if state.timeline?.name != timeline || !goesOn {
                state.samples = []
                state.timeline = (timeline, head.position)
            }
            state.samples.append(Sample(head: head, began: began))
            state.dropOlder(than: maxStaleness)
        }
        return began
    }

    /// Tries the standby; returns its greatest age, nil when its answers cannot be used.
    func trial() async -> Duration? {
        let proof = try? await standby.withSession(deadline: StandbyWatch.stepLimit) { [self] session in try self.proof(in: session) }
        var age = proof?.age
        // Behind a connection pooler a proof could hold for another server than the answer.
        if age != nil, !isUsable, (try? await standby.differences().isEmpty) != true { age = nil }
        isAsked.store(age != nil, ordering: .relaxed)
        return age
    }

    /// The same as `proof`.
    /// - Throws: `ServiceError.unavailable` instead of returning nil.
    func requiredProof(in session: Session) throws -> StandbyProof {
        guard let proof = try proof(in: session) else { throw ServiceError.unavailable(retryAfterSeconds: 1) }
        return proof
    }

    /// Proves the age of a standby's log on one of its sessions. All that the session answers later is as new as that, or newer.
    ///
    /// - Parameter limit: the position up to which the answer goes, if that may be before the end of the log.
    /// - Returns: Nil when the log is too old, or the server is not the primary's standby.
    package func proof(through limit: Int64 = .max, in session: Session) throws -> StandbyProof? {
        let (samples, begun) = state.withLock { state in
            state.dropOlder(than: maxStaleness)
            return (state.samples, state.timeline?.begun ?? 0)
        }
        if samples.isEmpty { return nil }
        let look = try EventLog.look(at: samples.map(\.head.position), through: limit, in: session)
        guard look.isStandby, let held = look.held, let sample = samples.last(where: { $0.head.position == held.position }),
            sample.head.hash == held.hash, sample.head.position > begun || look.head.hash == sample.head.hash
        else { return nil }
        return StandbyProof(
            position: look.head.position, recordedAt: look.head.recordedAt.map { Instant(microseconds: $0) }, since: sample.began)
    }
}

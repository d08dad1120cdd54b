import CivilTime
import Synchronization

/// A cache of slow answers about all contracts; each is fresh for a minute.
///
/// A class, shared by all requests. A caller waits briefly for a first answer. A stale answer is returned at once, and recomputed in the
/// background. Fast answers are not cached, so they are always current.
final class KeptAnswers<Answer: Sendable>: Sendable {
    /// An answer, with the instant of the question.
    struct Kept: Sendable {
        let answer: Answer
        let askedAt: Instant
    }

    private struct Entry {
        var kept: Kept?
        var keptAt: ContinuousClock.Instant?
        var making: Task<Kept, any Error>?
        var usedAt = ContinuousClock.now
    }

    private let entries = Mutex<[String: Entry]>([:])
    /// How long an answer is fresh, how long it may be returned while it is recomputed, and the least duration worth caching.
    private let (fresh, stale, slow): (Duration, Duration, Duration)
    private let capacity: Int

    init(fresh: Duration = .seconds(60), stale: Duration = .seconds(1800), slow: Duration = .milliseconds(500), capacity: Int = 24) {
        (self.fresh, self.stale, self.slow, self.capacity) = (fresh, stale, slow, capacity)
    }

    /// The answer for a key; nil when the first answer takes longer than `patience`. It is still computed, for the next caller.
    func answer(
        _ key: String, at now: Instant, patience: Duration, make: @escaping @Sendable () async throws -> Answer
    ) async throws -> Kept? {
        let (kept, making) = entries.withLock { entries -> (Kept?, Task<Kept, any Error>?) in
            if entries.count >= capacity, entries[key] == nil, let oldest = entries.min(by: { $0.value.usedAt < $1.value.usedAt }) {
                entries[oldest.key] = nil
            }
            var entry = entries[key] ?? Entry()
            entry.usedAt = .now
            defer { entries[key] = entry }
            let age = entry.keptAt.map { .now - $0 }
            if let kept = entry.kept, let age, age < fresh { return (kept, nil) }
            if entry.making == nil { entry.making = Task { try await self.made(key, at: now, make) } }
            if let kept = entry.kept, let age, age < stale { return (kept, nil) }
            return (nil, entry.making)
        }
        if let kept { return kept }
        guard let making else { return nil }
        // A stream instead of a task group: a group would wait for the end of the computation.
        let (first, ready) = AsyncThrowingStream<Kept?, any Error>.makeStream()
        Task {
            do { ready.yield(try await making.value) } catch { ready.finish(throwing: error) }
        }
        let alarm = Task {
            try await Task.sleep(for: patience)
            ready.yield(nil)
        }
        defer { alarm.cancel() }
        for try await kept in first { return kept }
        return nil
    }

    /// Forgets all answers. One that is being computed is kept for nobody.
    func forget() { entries.withLock { $0 = [:] } }

    private func made(_ key: String, at now: Instant, _ make: @Sendable () async throws -> Answer) async throws -> Kept {
        let started = ContinuousClock.now
        do {
            let kept = Kept(answer: try await make(), askedAt: now)
            let took = ContinuousClock.now - started
            entries.withLock { entries in
                entries[key]?.making = nil
                if took < slow { return entries[key] = nil }
                entries[key]?.kept = kept
                entries[key]?.keptAt = .now
            }
            return kept
        } catch {
            entries.withLock { $0[key]?.making = nil }
            throw error
        }
    }
}

import FoundationEssentials
import Synchronization

/// The keys of one issuer, refreshed regularly.
///
/// When a read fails, the last good set stays in use, for 24 hours at most.
public final class KeyRing: Sendable {
    private struct State {
        var keys = PublishedKeys()
        /// Seconds since 1970.
        var lastGood = -Double.infinity
        var lastAttempt = -Double.infinity
        /// The number of this set: a caller verified with an earlier set is checked again.
        var generation = 0
        var bytes: [UInt8] = []
        var reading: Task<Void, any Error>?
    }

    private let source: KeySource
    private let takesKeysWithoutAlgorithm: Bool
    private let now: @Sendable () -> Double
    private let state = Mutex(State())

    private static let lifetime = 86_400.0
    private static let leastPause = 60.0

    /// An empty ring.
    ///
    /// - Parameter now: seconds since 1970; for tests.
    public init(_ source: KeySource, takesKeysWithoutAlgorithm: Bool, now: @escaping @Sendable () -> Double = KeyRing.systemTime) {
        self.source = source
        self.takesKeysWithoutAlgorithm = takesKeysWithoutAlgorithm
        self.now = now
    }

    /// Seconds since 1970, by the clock of this machine.
    public static let systemTime: @Sendable () -> Double = { Date().timeIntervalSince1970 }

    /// Reads the keys at once.
    ///
    /// - Throws: why the read failed. The former keys stay.
    public func read() async throws {
        let (source, takes, now) = (source, takesKeysWithoutAlgorithm, now)
        let task = state.withLock { state in
            if let reading = state.reading { return reading }
            state.lastAttempt = now()
            let task = Task {
                defer { self.state.withLock { $0.reading = nil } }
                let bytes = try await source.read()
                let keys = try await PublishedKeys(parsing: bytes, takingKeysWithoutAlgorithm: takes)
                self.state.withLock { state in
                    state.lastGood = now()
                    guard state.bytes != bytes else { return }
                    state.bytes = bytes
                    state.keys = keys
                    state.generation += 1
                }
            }
            state.reading = task
            return task
        }
        try await task.value
    }

    /// Reads the keys every 15 minutes until the task is cancelled; after a failure, every minute.
    ///
    /// - Parameter onFailure: called with the error of each failed read.
    public func run(onFailure: @Sendable (any Error) -> Void) async {
        while !Task.isCancelled {
            var pause = Duration.seconds(900)
            do { try await read() } catch {
                pause = .seconds(60)
                onFailure(error)
            }
            try? await Task.sleep(for: pause)
        }
    }

    /// The number of the current set. It changes when the keys change or become too old.
    var generation: Int { state.withLock { isFresh($0) ? $0.generation : -1 } }

    /// The current keys. An unknown `id` makes the ring read them again, at most once a minute.
    func keys(for id: String) async -> PublishedKeys {
        let mayRead = state.withLock { state in
            !(isFresh(state) && state.keys.contains(id)) && (state.reading != nil || now() >= state.lastAttempt + Self.leastPause)
        }
        // After a failure the former keys stay. They lack this id, so the token is refused.
        if mayRead { try? await read() }
        return state.withLock { isFresh($0) ? $0.keys : PublishedKeys() }
    }

    private func isFresh(_ state: borrowing State) -> Bool { now() < state.lastGood + Self.lifetime }
}

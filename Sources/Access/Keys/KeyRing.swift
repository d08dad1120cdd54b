import FoundationEssentials
import Synchronization

/// The keys of one issuer, read again and again.
///
/// A reading that fails replaces nothing: the last good set serves for 24 hours.
public final class KeyRing: Sendable {
    private struct State {
        var keys = PublishedKeys()
        /// Seconds since 1970.
        var lastGood = -Double.infinity
        var lastAttempt = -Double.infinity
        /// Counts the sets, so that what was verified with an earlier one is noticed.
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
    /// - Throws: why they were not read. The former ones stay.
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

    /// Reads the keys each 15 minutes, and each minute while that fails, until the task is cancelled.
    ///
    /// - Parameter onFailure: is told why a reading failed.
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

    /// The number of the present set; another one after keys changed, or grew too old to serve.
    var generation: Int { state.withLock { isFresh($0) ? $0.generation : -1 } }

    /// The present keys. Read again for an unknown id, at most once a minute.
    func keys(for id: String) async -> PublishedKeys {
        let mayRead = state.withLock { state in
            !(isFresh(state) && state.keys.contains(id)) && (state.reading != nil || now() >= state.lastAttempt + Self.leastPause)
        }
        // A failure leaves the former keys, which do not know this id: the token is refused.
        if mayRead { try? await read() }
        return state.withLock { isFresh($0) ? $0.keys : PublishedKeys() }
    }

    private func isFresh(_ state: borrowing State) -> Bool { now() < state.lastGood + Self.lifetime }
}

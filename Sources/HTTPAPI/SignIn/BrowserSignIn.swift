import Access
import Synchronization

/// Signs browsers in by a link. Its code works once, within 60 seconds, and gives a session.
///
/// Codes and sessions are kept in memory only, as SHA-256, and are lost when the process ends.
public final class BrowserSignIn: Sendable {
    private struct State {
        var codes = SecretTable<Caller>(limit: 16, lifetime: .seconds(60), idleTime: .seconds(60))
        var sessions = SecretTable<Caller>(limit: 1000, lifetime: BrowserSignIn.sessionLifetime, idleTime: .seconds(1800))
    }

    /// How long a session lasts at most. A session unused for 30 minutes ends.
    static let sessionLifetime = Duration.seconds(36_000)

    private let state = Mutex(State())
    private let now: @Sendable () -> ContinuousClock.Instant

    /// - Parameter now: the clock; for tests.
    public init(now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }) {
        self.now = now
    }

    /// A page's path with a new code, which signs a browser in as this caller.
    public func link(for caller: String, to page: String = "/docs") -> String {
        let code = state.withLock { $0.codes.insert(Caller(id: caller, capacity: .local), at: now()) }
        return "\(page)?code=\(code)"
    }

    /// A new session for a code; nil when the code is unknown, used or too old.
    func session(for code: String) -> String? {
        state.withLock { state in
            let now = now()
            return state.codes.take(code, at: now).map { state.sessions.insert($0, at: now) }
        }
    }

    /// The caller of a session; nil when the session does not exist or has ended.
    func caller(of session: String) -> Caller? { state.withLock { $0.sessions.find(session, at: now()) } }

    /// Ends a session.
    ///
    /// - Returns: whether there was one.
    func end(_ session: String) -> Bool { state.withLock { $0.sessions.take(session, at: now()) } != nil }

    /// Ends all sessions of a caller.
    ///
    /// - Returns: how many there were.
    func endAll(of caller: Caller) -> Int { state.withLock { $0.sessions.remove(at: now()) { $0.id == caller.id } } }
}

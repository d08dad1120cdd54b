import Access
import Synchronization

/// A provider that signs in who comes back with the right state.
final class ScriptedProvider: BrowserSigningIn {
    struct State: Sendable {
        var sessions: [String: Caller] = [:]
        var finished: [(answer: ProviderAnswer, cookie: String?, former: String?)] = []
        var refusal: (any Error)?
        var signOutAddress: String?
    }

    let state = Mutex(State())

    static let clerk = Caller(id: "c-1", capacity: .staff([.clerk]))

    func knownCaller(of session: String) -> Caller? { nil }

    func caller(of session: String) async throws -> Caller? { state.withLock { $0.sessions[session] } }

    func end(_ session: String) async throws -> Bool { state.withLock { $0.sessions.removeValue(forKey: session) != nil } }

    func endAll(of caller: Caller) async throws -> Int {
        state.withLock { state in
            let count = state.sessions.count
            state.sessions = state.sessions.filter { $0.value.id != caller.id }
            return count - state.sessions.count
        }
    }

    func start(returningTo path: ReturnPath) async throws -> (address: String, cookie: String) {
        if let refusal = state.withLock({ $0.refusal }) { throw refusal }
        return ("https://provider.example/authorize?state=s", "cookie-for-\(path.text.utf8.count)")
    }

    func finish(
        _ answer: ProviderAnswer, startedBy cookie: String?, replacing former: String?
    ) async throws -> (session: String, path: ReturnPath) {
        try state.withLock { state in
            if let refusal = state.refusal { throw refusal }
            guard answer.state == "s" else { throw SignInRefusal.state }
            state.finished.append((answer, cookie, former))
            let session = "session-\(state.finished.count)"
            state.sessions[session] = Self.clerk
            return (session, ReturnPath("/docs?a=b")!)  // a path
        }
    }

    func signOutAddress() async -> String? { state.withLock { $0.signOutAddress } }
}

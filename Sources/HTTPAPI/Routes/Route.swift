import HTTPTypes
import Hummingbird

/// One route: what the interface promises of it, and what answers. Who may call is decided by the gate, from the operation's audience.
struct Route: Sendable {
    /// A function that answers. It takes a scope that only some callers have.
    typealias Handler<Scope> = @Sendable (Request, Scope) async throws -> Response

    /// The function that answers, by the scope that it needs.
    enum Answering: Sendable {
        /// Nobody's in particular.
        case open(Handler<RequestScope>)
        /// A caller's, in any role that the operation admits.
        case signedIn(Handler<SignedInScope>)
        /// Of someone who reads every contract.
        case reader(Handler<RoleScope<Readers>>)
        /// Of someone who records. Another handler answers whoever only tries a command out.
        case recorder(Handler<RoleScope<Recorders>>, dryRun: Handler<SignedInScope>? = nil)
        /// Of a supervisor. Another handler answers whoever only tries a command out.
        case supervisor(Handler<RoleScope<Supervisors>>, dryRun: Handler<SignedInScope>? = nil)
        /// Of someone who runs the service.
        case `operator`(Handler<RoleScope<Operators>>)
    }

    let operation: Operation
    let answering: Answering
}

extension Route {
    /// Has the route's function answer a request that was admitted to it.
    func answer(_ request: Request, in scope: RequestScope) async throws -> Response {
        switch answering {
        case .open(let answer): return try await answer(request, scope)
        case .signedIn(let answer): return try await answer(request, SignedInScope(scope))
        case .reader(let answer): return try await answer(request, RoleScope(SignedInScope(scope)))
        case .recorder(let answer, let dryRun):
            if let dryRun, request.isDryRun { return try await dryRun(request, SignedInScope(scope)) }
            return try await answer(request, RoleScope(SignedInScope(scope)))
        case .supervisor(let answer, let dryRun):
            if let dryRun, request.isDryRun { return try await dryRun(request, SignedInScope(scope)) }
            return try await answer(request, RoleScope(SignedInScope(scope)))
        case .operator(let answer): return try await answer(request, RoleScope(SignedInScope(scope)))
        }
    }
}

extension Request {
    /// Whether only to try out what it asks for. A query that is malformed does not say so.
    var isDryRun: Bool {
        guard query != nil else { return false }
        return (try? Query(of: self, allowing: ["dry-run"]).dryRun) ?? false
    }
}

extension Query {
    /// Whether only to try a command out; nil when nothing is said of it.
    var dryRun: Bool? {
        get throws(Problem) { try optional("dry-run", "true | false") { Bool($0) } }
    }
}

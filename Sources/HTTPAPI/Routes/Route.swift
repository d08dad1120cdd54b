import HTTPTypes
import Hummingbird

/// One route: its operation and its handler. ``KnownPath`` decides who may call, from the operation's audience.
struct Route: Sendable {
    /// A function that answers a request. Its scope proves what the caller may do.
    typealias Handler<Scope> = @Sendable (Request, Scope) async throws -> Response

    /// The handler of a route, by the scope that it needs.
    enum Answering: Sendable {
        /// For anyone, without authentication.
        case open(Handler<RequestScope>)
        /// For callers in any role that the operation admits.
        case signedIn(Handler<SignedInScope>)
        /// For callers who read every contract.
        case reader(Handler<RoleScope<Readers>>)
        /// For callers who record. Another handler, `dryRun`, answers dry runs.
        case recorder(Handler<RoleScope<Recorders>>, dryRun: Handler<SignedInScope>? = nil)
        /// For supervisors. Another handler, `dryRun`, answers dry runs.
        case supervisor(Handler<RoleScope<Supervisors>>, dryRun: Handler<SignedInScope>? = nil)
        /// For operators.
        case `operator`(Handler<RoleScope<Operators>>)
    }

    let operation: Operation
    let answering: Answering
}

extension Route {
    /// Answers an admitted request with the route's handler.
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
    /// Whether the request is a dry run; false when the query is malformed.
    var isDryRun: Bool {
        guard query != nil else { return false }
        return (try? Query(of: self, allowing: ["dry-run"]).dryRun) ?? false
    }
}

extension Query {
    /// Whether the request is a dry run; nil when the parameter is absent.
    var dryRun: Bool? {
        get throws(Problem) { try optional("dry-run", "true | false") { Bool($0) } }
    }
}

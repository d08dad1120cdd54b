import HTTPTypes
import Hummingbird

/// One route: what the interface promises of it, and what answers.
struct Route: Sendable {
    /// Who may call, with the function that answers such callers.
    enum Answering: Sendable {
        /// Anyone.
        case open(@Sendable (Request, RequestScope) async throws -> Response)
        /// Those with a token.
        case signedIn(@Sendable (Request, SignedInScope) async throws -> Response)
        /// Those with a token, or in a browser that is signed in.
        case page(@Sendable (Request, SignedInScope) async throws -> Response)
    }

    let operation: Operation
    let answering: Answering
}

extension Router<RequestScope> {
    /// Serves the routes. Middleware must be added before.
    func add(_ routes: [Route]) {
        let signedIn = group(context: SignedInScope.self)
        for route in routes {
            let path = RouterPath(route.operation.path)
            switch route.answering {
            case .open(let answer): on(path, method: route.operation.method, use: answer)
            case .signedIn(let answer), .page(let answer): signedIn.on(path, method: route.operation.method, use: answer)
            }
        }
    }
}

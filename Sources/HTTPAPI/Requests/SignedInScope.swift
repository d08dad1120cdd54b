import Access
import Logging

/// A request whose caller is known.
struct SignedInScope: Sendable {
    /// The request.
    let request: RequestScope
    let caller: Caller

    /// - Throws: `authentication.required` when nobody is known to call.
    init(_ request: RequestScope) throws(Problem) {
        guard let caller = request.caller else { throw .unauthenticated }
        self.request = request
        self.caller = caller
    }

    /// The session of the browser that calls, unless a token tells who does.
    var session: String? { request.session }
    /// Who is at the other end of the connection.
    var peer: Peer { request.exchange.peer }
    /// Its log lines tell the request's trace.
    var logger: Logger { request.logger }
    /// The trace that its log lines tell of.
    var traceID: String { request.traceID }

    /// What stands in the path for a parameter, as it was sent; nil when the path has none of that name.
    func parameter(_ name: String) -> Substring? { request.parameter(name) }
}

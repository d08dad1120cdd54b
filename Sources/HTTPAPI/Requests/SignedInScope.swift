import Access
import Logging

/// A request whose caller is known.
struct SignedInScope: Sendable {
    /// The request.
    let request: RequestScope
    let caller: Caller

    /// - Throws: `authentication.required` when the caller is not identified.
    init(_ request: RequestScope) throws(Problem) {
        guard let caller = request.caller else { throw .unauthenticated }
        self.request = request
        self.caller = caller
    }

    /// The session of the calling browser; nil when a token identifies the caller.
    var session: String? { request.session }
    /// The client at the other end of the connection.
    var peer: Peer { request.exchange.peer }
    /// A logger whose lines carry the request's trace.
    var logger: Logger { request.logger }
    /// The id of the trace in the request's log lines.
    var traceID: String { request.traceID }

    /// The value of a path parameter, as sent; nil when the path has no parameter of that name.
    func parameter(_ name: String) -> Substring? { request.parameter(name) }
}

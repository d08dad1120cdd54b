import Access
import Logging
import Observability

/// The context of a request while it is answered.
struct RequestScope: Sendable {
    /// The request's exchange on its connection.
    let exchange: Exchange
    /// The path of the request.
    let path: Substring
    /// The known path that matches; nil for an unknown path.
    let place: KnownPath?
    /// A logger whose lines carry the request's trace.
    let logger: Logger
    let trace: TraceContext
    /// The caller, once identified.
    var caller: Caller?
    /// The session of the calling browser; nil when a token identifies the caller.
    var session: String?

    /// The value of a path parameter, as sent; nil when the path has no parameter of that name.
    func parameter(_ name: String) -> Substring? { place?.segments.value(of: name, in: path) }

    /// The id of the trace in the request's log lines.
    var traceID: String { trace.traceID }

    /// The form token that a page's form must send back, in its field `formToken`; nil without a browser's session.
    var formToken: String? { session.map { FormToken(of: $0).text } }
}

import Access
import Logging
import Observability

/// What is known of a request while it is answered.
struct RequestScope: Sendable {
    /// The request, as its connection knows it.
    let exchange: Exchange
    /// The path that it asks for.
    let path: Substring
    /// What is served at that path.
    let place: KnownPath?
    /// Its log lines tell the request's trace.
    let logger: Logger
    let trace: TraceContext
    /// Who calls, once that is established.
    var caller: Caller?
    /// The session of the browser that calls, unless a token tells who does.
    var session: String?

    /// What stands in the path for a parameter, as it was sent; nil when the path has none of that name.
    func parameter(_ name: String) -> Substring? { place?.segments.value(of: name, in: path) }

    /// The trace that its log lines tell of.
    var traceID: String { trace.traceID }

    /// What a form of a page must send back, in its field `formToken`; nil when no browser's session calls.
    var formToken: String? { session.map { FormToken(of: $0).text } }
}

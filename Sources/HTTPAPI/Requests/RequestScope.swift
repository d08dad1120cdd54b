import Access
import Hummingbird
import Logging
import NIOCore

/// What is known of a request while it is answered.
struct RequestScope: InitializableFromSource, Sendable {
    /// The connection it came on.
    let channel: any Channel
    /// Who is at its other end.
    var peer: Peer
    /// Its log lines tell its trace.
    var logger: Logger
    /// The trace that its log lines tell of.
    var traceID = ""
    /// The path that it asks for.
    var path = ""
    /// What is served at that path.
    var place: KnownPath?
    /// Who calls, once that is established.
    var caller: Caller?
    /// The session of the browser that calls, unless a token tells who does.
    var session: String?
    /// Its answer in the making.
    var work = Work()

    /// A request just read, of nobody yet.
    init(source: ApplicationRequestContextSource) {
        channel = source.channel
        peer = Peer()
        logger = source.logger
    }

    /// What stands in the path for a parameter, as it was sent; nil when the path has none of that name.
    func parameter(_ name: String) -> Substring? { place?.segments.value(of: name, in: path) }

    /// What a form of a page must send back, in its field `formToken`; nil when no browser's session calls.
    var formToken: String? { session.map { FormToken(of: $0).text } }
}

import Access
public import Hummingbird
import NIOCore
import Observability

/// What is known of a request while it is answered.
public struct RequestScope: RequestContext {
    /// What Hummingbird keeps: the logger, the route, the parameters of the path.
    public var coreContext: CoreRequestContextStorage
    /// Who calls, once that is established.
    var caller: Caller?
    /// The session of the browser that calls, unless a token tells who does.
    var session: String?
    /// The trace that its log lines tell of.
    var traceID: String?
    /// The connection it came on.
    let channel: any Channel
    /// Who is at its other end.
    var peer: Peer?
    /// What is served at its path.
    var place: KnownPaths.Entry?
    /// Its answer in the making.
    var work = Work()

    /// A request just read, of nobody yet.
    public init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// What a form of a page must send back, in its field `formToken`; nil when no browser's session calls.
    var formToken: String? { session.map { FormToken(of: $0).text } }
}

/// A request whose caller is known.
struct SignedInScope: ChildRequestContext {
    var coreContext: CoreRequestContextStorage
    let caller: Caller
    let session: String?
    let channel: any Channel
    let peer: Peer
    let traceID: String?
    let work: Work

    init(context: RequestScope) throws {
        guard let caller = context.caller else { throw Problem.unauthenticated }
        coreContext = context.coreContext
        self.caller = caller
        session = context.session
        channel = context.channel
        peer = context.peer ?? Peer()
        work = context.work
        traceID = context.traceID
    }

    /// What a form of a page must send back, in its field `formToken`; nil when no browser's session calls.
    var formToken: String? { session.map { FormToken(of: $0).text } }
}

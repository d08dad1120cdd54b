public import Hummingbird
import Observability

/// What is known of a request while it is answered.
public struct RequestScope: RequestContext {
    /// What Hummingbird keeps: the logger, the route, the parameters of the path.
    public var coreContext: CoreRequestContextStorage
    /// Who calls, once that is established.
    var caller: Caller?
    /// The trace that its log lines tell of.
    var traceID: String?

    /// A request just read, of nobody yet.
    public init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
    }
}

/// A request whose caller is known.
struct SignedInScope: ChildRequestContext {
    var coreContext: CoreRequestContextStorage
    let caller: Caller

    init(context: RequestScope) throws {
        guard let caller = context.caller else { throw Problem.unauthenticated }
        coreContext = context.coreContext
        self.caller = caller
    }
}

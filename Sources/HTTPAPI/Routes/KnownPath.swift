import Access
import HTTPTypes
import Hummingbird
import Observability

/// A path that is served: the routes of its methods, and what holds for all of them.
final class KnownPath: Sendable {
    /// As OpenAPI writes it: `/v1/contracts/{contract}/coverage`.
    let path: String
    let segments: PathSegments
    /// The route of each method. That of `GET` answers `HEAD`, too.
    private let routes: [(method: HTTPRequest.Method, route: Route)]
    /// The methods that are allowed.
    let methods: [HTTPRequest.Method]
    /// Whether anyone may call, and no one is asked who they are.
    let isOpen: Bool
    /// Whether a browser that is signed in may ask for it.
    let isPage: Bool
    /// Whether it is a page for people: problems are told by a page, too.
    let isHTML: Bool
    /// How much longer than others an answer here may take to begin.
    let patience: Duration
    /// Whether machines ask for it again and again, to see how the service is.
    let isProbe: Bool
    /// How long its answers took.
    let durations: RequestDurations

    /// - Parameters:
    ///   - routes: of one path, at least one.
    ///   - registry: takes the durations of its answers.
    init(_ routes: [Route], registry: PrometheusRegistry) {
        path = routes[0].operation.path
        segments = PathSegments(of: path)
        self.routes = routes.flatMap { route in
            (route.operation.method == .get ? [.get, .head] : [route.operation.method]).map { (method: $0, route: route) }
        }
        methods = self.routes.map(\.method)
        // What one of its routes asks for, all do.
        isOpen = routes.allSatisfy { $0.operation.audience == .anyone }
        isPage = routes.allSatisfy(\.operation.isPage)
        isHTML = routes[0].operation.isHTML
        patience = routes[0].operation.patience
        isProbe = ["/healthz", "/readyz", "/metrics"].contains(path)
        durations = RequestDurations(of: path, in: registry)
    }

    /// The plain address: the start for a path of which some segment may be any.
    var address: String { segments.parameters.isEmpty ? path : "/" }

    /// The route of a method.
    func route(of method: HTTPRequest.Method) -> Route? { routes.first { $0.method == method }?.route }

    /// Admits a request to the route of its method.
    ///
    /// - Parameter caller: nil where anyone may call.
    /// - Throws: `access.role` when the caller may not call it, or any at this path; `route.method` when those who may find no such route.
    func admit(_ request: Request, by caller: Caller?) throws(Problem) -> Route {
        guard let route = route(of: request.method) else {
            if let caller { try checkAny(caller) }
            throw .wrongMethod(allowed: methods)
        }
        guard let caller else { return route }
        let audience = route.operation.audience
        let isDryRun = audience.distinguishesDryRun && request.isDryRun
        if !audience.admits(caller.capacity, isDryRun: isDryRun) { throw .roleNeeded(audience.roles(isDryRun: isDryRun) ?? []) }
        return route
    }

    /// Throws `access.role` unless the caller may call some route here.
    private func checkAny(_ caller: Caller) throws(Problem) {
        let audiences = routes.map(\.route.operation.audience)
        if !audiences.contains(where: { $0.admits(caller.capacity) || $0.admits(caller.capacity, isDryRun: true) }) {
            throw .roleNeeded(audiences.reduce([]) { $0.union($1.roles() ?? []) })
        }
    }
}

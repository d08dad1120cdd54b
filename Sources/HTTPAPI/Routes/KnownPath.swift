import Access
import HTTPTypes
import Hummingbird
import Observability

/// A served path: the routes of its methods, and their common properties.
final class KnownPath: Sendable {
    /// The path in OpenAPI's notation: `/v1/contracts/{contract}/coverage`.
    let path: String
    let segments: PathSegments
    /// The route of each method. The route of `GET` answers `HEAD`, too.
    private let routes: [(method: HTTPRequest.Method, route: Route)]
    /// The methods that are allowed.
    let methods: [HTTPRequest.Method]
    /// Whether anyone may call, without authentication.
    let isOpen: Bool
    /// Whether a browser's session may call this path.
    let isPage: Bool
    /// Whether this is a page for people: then a page answers problems, too.
    let isHTML: Bool
    /// The extra time that an answer here may take to begin.
    let patience: Duration
    /// Whether machines poll this path to monitor the service.
    let isProbe: Bool
    /// The durations of the answers.
    let durations: RequestDurations

    /// - Parameters:
    ///   - routes: the routes of one path, at least one.
    ///   - registry: receives the durations of the answers.
    init(_ routes: [Route], registry: PrometheusRegistry) {
        path = routes[0].operation.path
        segments = PathSegments(of: path)
        self.routes = routes.flatMap { route in
            (route.operation.method == .get ? [.get, .head] : [route.operation.method]).map { (method: $0, route: route) }
        }
        methods = self.routes.map(\.method)
        // The path is open, or open to sessions, only if all its routes are.
        isOpen = routes.allSatisfy { $0.operation.audience == .anyone }
        isPage = routes.allSatisfy(\.operation.isPage)
        isHTML = routes[0].operation.isHTML
        patience = routes[0].operation.patience
        isProbe = ["/healthz", "/readyz", "/metrics"].contains(path)
        durations = RequestDurations(of: path, in: registry)
    }

    /// The address without a query; `/` for a path with parameters.
    var address: String { segments.parameters.isEmpty ? path : "/" }

    /// The route of a method.
    func route(of method: HTTPRequest.Method) -> Route? { routes.first { $0.method == method }?.route }

    /// Admits a request to the route of its method.
    ///
    /// - Parameter caller: nil where anyone may call.
    /// - Throws: `access.role` when the caller may not call this route, or any route here; `route.method` when the method has no route.
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

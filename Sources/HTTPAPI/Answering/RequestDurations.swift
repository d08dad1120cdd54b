import CoreMetrics
import HTTPTypes
import Observability
import Synchronization

/// The timers of one route's requests, by method and status. Looks up each timer in the registry only once.
///
/// Name, labels and unit are those of OpenTelemetry's semantic conventions for HTTP servers.
final class RequestDurations: Sendable {
    /// The route as the metric's labels show it.
    let route: String
    private let registry: PrometheusRegistry
    private let timers = Mutex<[(method: String, status: Int, timer: any TimerHandler)]>([])

    /// - Parameter route: the path template of the route; `none` for paths without a route.
    init(of route: String, in registry: PrometheusRegistry) {
        self.route = route
        self.registry = registry
    }

    func record(_ duration: Duration, method: String, status: Int) {
        let timer = timers.withLock { timers in
            if let known = timers.first(where: { $0.status == status && $0.method == method }) { return known.timer }
            let timer = registry.makeTimer(
                label: "http.server.request.duration",
                dimensions: [("http.request.method", method), ("http.route", route), ("http.response.status_code", String(status))])
            timers.append((method, status, timer))
            return timer
        }
        timer.recordNanoseconds(duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000)
    }
}

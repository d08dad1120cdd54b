import CoreMetrics
import Observability
import Synchronization

/// The timers of answered requests, by what their labels tell: looked up in the registry once each.
final class RequestDurations: Sendable {
    private let registry: PrometheusRegistry
    private let timers = Mutex<[Labels: any TimerHandler]>([:])

    private struct Labels: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    init(in registry: PrometheusRegistry) { self.registry = registry }

    func record(_ duration: Duration, method: String, route: String, status: Int) {
        let labels = Labels(method: method, route: route, status: status)
        let timer = timers.withLock { timers in
            if let timer = timers[labels] { return timer }
            let timer = registry.makeTimer(
                label: "http.server.request.duration", dimensions: [("method", method), ("route", route), ("status", String(status))])
            timers[labels] = timer
            return timer
        }
        timer.recordNanoseconds(Int64(duration / .nanoseconds(1)))
    }
}

import HTTPTypes
import Hummingbird
import JSON
import Observability

/// What those who run the service ask.
struct OperationsRoutes: Sendable {
    let service: any ContractAnswering
    let registry: PrometheusRegistry

    var routes: [Route] {
        [
            Route(operation: .health, answering: .open { _, _ in Response(json: ["status": "ok"]) }),
            Route(
                operation: .readiness,
                answering: .open { _, _ in
                    let (isReady, detail) = await service.readiness()
                    return Response(
                        json: ["status": isReady ? "ready" : "unavailable", "detail": .string(detail)],
                        status: isReady ? .ok : .serviceUnavailable, headers: isReady ? [:] : [.retryAfter: "1"])
                }),
            Route(
                operation: .metrics,
                answering: .signedIn { _, _ in
                    Response(bytes: Array(registry.text.utf8), type: "text/plain; version=0.0.4; charset=utf-8")
                }),
        ]
    }
}

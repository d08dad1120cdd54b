import ContractService
import HTTPTypes
import Hummingbird
import JSON
import Observability
import Portfolio

/// The routes for operators: health, readiness and metrics.
struct OperationsRoutes: Sendable {
    let service: any ContractAnswering
    let portfolio: (any PortfolioAnswering)?
    let registry: PrometheusRegistry
    /// How long readiness waits for the positions of the projections.
    let patience: Duration

    var routes: [Route] {
        [
            Route(operation: .health, answering: .open { _, _ in Response(json: ["status": "ok"]) }),
            Route(
                operation: .readiness,
                answering: .open { _, _ in
                    var readiness = await service.readiness()
                    let isReady = readiness.isReady
                    if isReady, let portfolio { readiness.detail += "; " + (await portfolio.readiness(within: patience)) }
                    var body: JSON.Object = ["status": isReady ? "ready" : "unavailable", "detail": .string(readiness.detail)]
                    if let durability = readiness.durability { body.append("durability", durability) }
                    return Response(
                        json: .object(body), status: isReady ? .ok : .serviceUnavailable, headers: isReady ? [:] : [.retryAfter: "1"])
                }),
            Route(
                operation: .metrics,
                answering: .operator { _, _ in
                    Response(bytes: Array(registry.text.utf8), type: "text/plain; version=0.0.4; charset=utf-8")
                }),
        ]
    }
}

extension PortfolioAnswering {
    /// The state of the projections, as a text that anyone may read. Questions about one contract do not depend on it.
    fileprivate func readiness(within patience: Duration) async -> String {
        let answer = try? await withDeadline(patience) { try await status() }
        guard let (status, head) = answer else { return "the projections do not answer" }
        let lag = head - status.position
        let words =
            switch status.state {
            case .outdated: ", made by other rules: they have to be made anew"
            case .failing: ", and do not follow"
            default: lag > 0 ? ", \(lag) behind" : ""
            }
        return "the projections are at position \(status.position)\(words)"
    }
}

import HTTPTypes
import Hummingbird
import JSON
import Observability
import Portfolio

/// What those who run the service ask.
struct OperationsRoutes: Sendable {
    let service: any ContractAnswering
    let portfolio: (any PortfolioAnswering)?
    let registry: PrometheusRegistry
    /// How long readiness waits for the projections to say where they are.
    let patience: Duration

    var routes: [Route] {
        [
            Route(operation: .health, answering: .open { _, _ in Response(json: ["status": "ok"]) }),
            Route(
                operation: .readiness,
                answering: .open { _, _ in
                    var (isReady, detail) = await service.readiness()
                    if isReady, let portfolio { detail += "; " + (await portfolio.readiness(within: patience)) }
                    return Response(
                        json: ["status": isReady ? "ready" : "unavailable", "detail": .string(detail)],
                        status: isReady ? .ok : .serviceUnavailable, headers: isReady ? [:] : [.retryAfter: "1"])
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
    /// How the projections stand, in words fit for anyone. Questions about one contract are answered whatever they are.
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

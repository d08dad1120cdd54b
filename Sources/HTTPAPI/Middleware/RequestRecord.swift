import CoreMetrics
import HTTPTypes
import Hummingbird
import Logging
import Observability

/// Gives each request its trace, and records it: one log line, and the metrics; another line when an answer goes on after its beginning.
/// No path, query, body or caller is told, only the route.
struct RequestRecord: RouterMiddleware {
    private let registry: PrometheusRegistry
    private let active: any MeterHandler
    private let durations: RequestDurations
    private let numbers = TraceNumbers()

    init(registry: PrometheusRegistry) {
        self.registry = registry
        active = registry.makeMeter(label: "http.server.active_requests", dimensions: [])
        durations = RequestDurations(in: registry)
    }

    func handle(
        _ request: Request, context: RequestScope, next: (Request, RequestScope) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var random = numbers.generator
        let trace = TraceContext(traceparent: request.headers[.traceparent], using: &random)
        var context = context
        context.traceID = trace.traceID
        context.logger[metadataKey: "trace_id"] = .string(trace.traceID)
        let scope = context
        active.increment(by: 1)
        defer { active.decrement(by: 1) }
        return try await withLogger(scope.logger) { logger in
            do {
                var response = try await next(request, scope)
                response.headers[.xRequestID] = trace.traceID
                record(request, scope, response.status, since: start)
                if response.body.contentLength == nil { response.body = streams(scope).recording(response.body) }
                return response
            } catch {
                record(request, scope, .badRequest, since: start)  // bytes that are no HTTP: nothing else is thrown here
                throw error
            }
        }
    }

    private func streams(_ scope: RequestScope) -> StreamRecord {
        let route = scope.endpointPath ?? "none"
        return StreamRecord(
            active: registry.makeMeter(label: "http.server.active_streams", dimensions: [("route", route)]), logger: scope.logger,
            route: route)
    }

    private func record(_ request: Request, _ context: RequestScope, _ status: HTTPResponse.Status, since start: ContinuousClock.Instant) {
        let duration = ContinuousClock.now - start
        let route = context.endpointPath ?? "none"
        let method = Self.methods.contains(request.method) ? request.method.rawValue : "other"
        durations.record(duration, method: method, route: route, status: status.code)
        let isProbe = ["/healthz", "/readyz", "/metrics"].contains(route)
        context.logger.log(
            level: isProbe ? .debug : .info, "request",
            metadata: [
                "method": .string(method), "route": .string(route), "status": .stringConvertible(status.code),
                "milliseconds": .stringConvertible(Int(duration / .milliseconds(1))),
            ])
    }

    /// Those that get a label of their own: others are the caller's words, and could be any number.
    private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete, .patch, .options]
}

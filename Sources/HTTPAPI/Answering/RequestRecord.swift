import CoreMetrics
import HTTPTypes
import Logging
import Observability

/// Records requests in the metrics and in one log line each; a streamed answer gets a second line at its end.
/// Records only the route, never the path, query, body or caller.
struct RequestRecord: Sendable {
    /// How many requests are being answered.
    let active: any MeterHandler
    private let registry: PrometheusRegistry
    /// The durations of requests that no route answers.
    private let others: RequestDurations

    init(in registry: PrometheusRegistry) {
        self.registry = registry
        active = registry.makeMeter(label: "http.server.active_requests", dimensions: [])
        others = RequestDurations(of: "none", in: registry)
    }

    /// Records an answer. If the body is streamed, wraps it so that its end is recorded, too.
    func record(_ answer: inout Response, to request: Request, in scope: RequestScope, since start: ContinuousClock.Instant) {
        record(answer.status, of: request, in: scope, since: start)
        guard case .made(nil, let make) = answer.body else { return }
        let route = durations(of: request, in: scope).route
        let streams = StreamRecord(
            active: registry.makeMeter(label: "maintien.http.active_streams", dimensions: [("http.route", route)]), logger: scope.logger,
            route: route)
        answer.body = .made(length: nil, streams.recording(make))
    }

    /// Records the status of an answer.
    func record(_ status: HTTPResponse.Status, of request: Request, in scope: RequestScope, since start: ContinuousClock.Instant) {
        let duration = ContinuousClock.now - start
        let durations = durations(of: request, in: scope)
        let method = Self.methods.contains(request.method) ? request.method.rawValue : "_OTHER"
        durations.record(duration, method: method, status: status.code)
        let isProbe = scope.place?.isProbe == true
        scope.logger.log(
            level: isProbe ? .debug : .info, "request",
            metadata: metadata(of: scope.trace, method: method, route: durations.route, status: status, after: duration))
    }

    /// Made only for a line that is written.
    private func metadata(
        of trace: TraceContext, method: String, route: String, status: HTTPResponse.Status, after duration: Duration
    ) -> Logger.Metadata {
        var metadata: Logger.Metadata = [
            "method": .string(method), "route": .string(route), "status": .stringConvertible(status.code),
            "milliseconds": .stringConvertible(Int(duration / .milliseconds(1))), "span_id": .string(trace.spanID),
        ]
        if let parent = trace.parentSpanID { metadata["parent_span_id"] = .string(parent) }
        return metadata
    }

    private func durations(of request: Request, in scope: RequestScope) -> RequestDurations {
        guard let place = scope.place, place.route(of: request.method) != nil else { return others }
        return place.durations
    }

    /// The methods with their own label. Others are free text from the caller, so their number has no bound: they count as `_OTHER`.
    private static let methods: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete, .patch, .options]
}

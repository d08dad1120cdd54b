import CoreMetrics
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1
import Observability

/// Answers requests, each in one pass: places it, bounds its time, says who calls, admits it, has its route answer, and records what came of it.
struct RequestResponder: HTTPResponder {
    let paths: KnownPaths
    let peers: Peers
    let gate: Gate
    /// Tells by a page what is wrong with a page; nil where there are none.
    let pages: PageRoutes?
    let headers: CommonHeaders
    let record: RequestRecord
    /// How long an answer may take to begin.
    let deadline: Duration
    private let traces = TraceNumbers()

    init(
        paths: KnownPaths, peers: Peers, gate: Gate, pages: PageRoutes?, headers: CommonHeaders, record: RequestRecord, deadline: Duration
    ) {
        self.paths = paths
        self.peers = peers
        self.gate = gate
        self.pages = pages
        self.headers = headers
        self.record = record
        self.deadline = deadline
    }

    /// - Throws: `HTTPParserError` when the bytes make no sense any more: Hummingbird answers 400 and closes the connection. Nothing else.
    func respond(to request: Request, context: RequestScope) async throws -> Response {
        let start = ContinuousClock.now
        var scope = context
        var numbers = traces.generator
        scope.traceID = TraceContext(traceparent: request.headers[.traceparent], using: &numbers).traceID
        scope.logger[metadataKey: "trace_id"] = .string(scope.traceID)
        scope.path = request.uri.path
        scope.place = paths.known(scope.path)
        scope.peer = peers.peer(on: scope.channel)
        record.active.increment(by: 1)
        defer { record.active.decrement(by: 1) }
        return try await withLogger(scope.logger) { [scope] _ in
            var response: Response
            do {
                response = try await answer(request, in: scope)
            } catch {
                record.record(.badRequest, of: request, in: scope, since: start)
                throw error
            }
            if request.method == .head { response = response.createHeadResponse() }
            headers.add(to: &response.headers)
            response.headers[.xRequestID] = scope.traceID
            record.record(&response, to: request, in: scope, since: start)
            return response
        }
    }

    /// Cancels the work when its answer has not begun in time. What the work then comes to is the answer all the same, such as that the outcome of a command
    /// is unknown; work that only ends is answered 503.
    private func answer(_ request: Request, in scope: RequestScope) async throws -> Response {
        try await withDeadline(deadline + (scope.place?.patience ?? .zero), late: { try $0.get() }) { work in
            var (request, scope) = (request, scope)
            scope.work = work
            do {
                try request.checkHost()
                if let answer = try await gate.admit(&request, in: &scope) { return answer }
                guard let place = scope.place else { throw Problem.unknownPath }
                return try await place.admit(request, by: scope.caller).answer(request, in: scope)
            } catch let error as HTTPParserError {
                throw error
            } catch {
                return await answer(to: error, of: request, in: scope)
            }
        }
    }

    /// Answers an error with a problem, in the caller's language. What nobody foresaw is told in the log only, under the request's id.
    private func answer(to error: any Error, of request: Request, in scope: RequestScope) async -> Response {
        let problem = Problem(any: error)
        if problem == .fault { scope.logger.error("A request failed", error: error) }
        if let pages, request.isOfPage(scope.place) { return await pages.answer(to: problem, of: request, in: scope) }
        return problem.response(in: Language(accepting: request.headers[.acceptLanguage]), traceID: scope.traceID)
    }
}

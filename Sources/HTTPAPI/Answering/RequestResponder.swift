import ContractService
import CoreMetrics
import HTTPTypes
import Logging
import NIOHTTP1
import Observability
import Words

/// Answers requests: finds the route, sets the deadline, identifies and admits the caller, lets the route answer, and records the result.
final class RequestResponder: Sendable {
    let paths: KnownPaths
    let gate: Gate
    /// The headers added to each answer when it is written.
    let common: CommonHeaders
    /// Answers a page's problems with a page; nil when there are no pages.
    let pages: PageRoutes?
    let record: RequestRecord
    /// How long an answer may take to begin.
    let deadline: Duration
    let loggers: TracedLoggers
    private let numbers = TraceNumbers()

    init(
        paths: KnownPaths, gate: Gate, common: CommonHeaders, pages: PageRoutes?, record: RequestRecord, deadline: Duration,
        loggers: TracedLoggers
    ) {
        self.paths = paths
        self.gate = gate
        self.common = common
        self.pages = pages
        self.record = record
        self.deadline = deadline
        self.loggers = loggers
    }

    /// The answer to a request.
    ///
    /// - Throws: only `HTTPParserError`, when the request's body is malformed: its connection has to end.
    func answer(_ request: Request, on exchange: Exchange) async throws -> Response {
        let start = ContinuousClock.now
        var numbers = numbers.generator
        let trace = TraceContext(traceparent: request.headers.text(.traceparent), using: &numbers)
        let scope = RequestScope(
            exchange: exchange, path: request.path, place: paths.known(request.path), logger: loggers.logger(in: trace), trace: trace)
        record.active.increment(by: 1)
        defer { record.active.decrement(by: 1) }
        return try await withLogger(scope.logger) { _ in
            var response: Response
            do {
                response = try await answer(request, in: scope)
            } catch {
                record.record(.badRequest, of: request, in: scope, since: start)
                throw error
            }
            if request.method == .head { response.dropBody() }
            response.headers.append(HTTPField(name: .xRequestID, value: trace.traceID))
            record.record(&response, to: request, in: scope, since: start)
            return response
        }
    }

    /// The answer of a route, or the problem that prevents it.
    ///
    /// When the answer has not begun in time, the work is cancelled. Its result is still the answer, such as an unknown outcome.
    /// Work that ends only because of the cancellation is answered with 503.
    private func answer(_ request: Request, in scope: RequestScope) async throws -> Response {
        var (request, scope) = (request, scope)
        scope.exchange.limit(to: deadline + (scope.place?.patience ?? .zero))
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

    /// Answers an error with a problem, in the caller's language. An unforeseen error goes to the log only, under the request's id.
    private func answer(to error: any Error, of request: Request, in scope: RequestScope) async -> Response {
        let problem = Problem(any: error)
        if problem == .fault { scope.logger.error("A request failed", error: error) }
        if let pages, request.isOfPage(scope.place) { return await pages.answer(to: problem, of: request, in: scope) }
        return problem.response(in: Language(accepting: request.headers[.acceptLanguage]), traceID: scope.traceID)
    }
}

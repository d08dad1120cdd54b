import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Answers every error with a problem, in the caller's language. What nobody foresaw is told in the log only, under the request's id.
struct ProblemAnswers: RouterMiddleware {
    /// Tells by a page what is wrong with a page; nil where there are none.
    let pages: PageRoutes?

    func handle(
        _ request: Request, context: RequestScope, next: (Request, RequestScope) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPParserError {
            throw error  // Hummingbird answers 400 and closes the connection, whose bytes make no sense any more.
        } catch {
            let problem = Problem(any: error)
            if problem == .fault { context.logger.error("A request failed", error: error) }
            if let pages, request.isOfPage(context.place) { return await pages.answer(to: problem, of: request, in: context) }
            return problem.response(in: Language(accepting: request.headers[.acceptLanguage]), traceID: context.traceID)
        }
    }
}

import ContractService
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1

/// Answers every error with a problem, in the caller's language. What nobody foresaw is told in the log only, under the request's id.
struct ProblemAnswers: RouterMiddleware {
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
            let language = Language(accepting: request.headers[.acceptLanguage])
            return problem.response(in: language, instance: problem == .fault ? context.traceID.map { "urn:maintien:trace:\($0)" } : nil)
        }
    }
}

extension Problem {
    /// What any error is told as.
    fileprivate init(any error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as ServiceError: self.init(error)
        case is CancellationError: self = .unavailable(retryAfterSeconds: 1)
        case let error as any HTTPResponseError where error.status == .notFound: self = .unknownPath
        default: self = .fault
        }
    }
}

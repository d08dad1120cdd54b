import ContractService
import Hummingbird

/// Cancels the work when its answer has not begun in time. What the work then comes to is the answer all the same, such as that the outcome of a command is
/// unknown; anything else is answered 503.
struct RequestDeadline: RouterMiddleware {
    let deadline: Duration

    func handle(
        _ request: Request, context: RequestScope, next: (Request, RequestScope) async throws -> Response
    ) async throws -> Response {
        // Called by one task only, which ends before `withDeadline` returns: the closure crosses no other way.
        nonisolated(unsafe) let next = next
        let patience = context.place?.patience ?? .zero
        return try await withDeadline(deadline + patience, late: Self.lateAnswer) { work in
            var context = context
            context.work = work
            return try await next(request, context)
        }
    }

    private static func lateAnswer(_ result: Result<Response, any Error>) throws -> Response {
        do { return try result.get() } catch let error as ServiceError { throw error } catch {
            throw Problem.unavailable(retryAfterSeconds: 1)
        }
    }
}

import Hummingbird

/// Answers 503 when an answer has not begun in time, and cancels the work.
struct RequestDeadline: RouterMiddleware {
    let deadline: Duration

    func handle(
        _ request: Request, context: RequestScope, next: (Request, RequestScope) async throws -> Response
    ) async throws -> Response {
        // Called by one task only, which ends before `withDeadline` returns: the closure crosses no other way.
        nonisolated(unsafe) let next = next
        let patience = context.place?.patience ?? .zero
        return try await withDeadline(deadline + patience, throwing: Problem.unavailable(retryAfterSeconds: 1)) { work in
            var context = context
            context.work = work
            return try await next(request, context)
        }
    }
}

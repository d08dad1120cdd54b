import Hummingbird

/// Lets a request through to its route: 404, 403, 405. Nothing else decides who may call a route.
struct Admission: RouterMiddleware {
    func handle(
        _ request: Request, context: RequestScope, next: (Request, RequestScope) async throws -> Response
    ) async throws -> Response {
        guard let entry = context.place else { throw Problem.unknownPath }
        try entry.admit(request, by: context.caller)
        return try await next(request, context)
    }
}

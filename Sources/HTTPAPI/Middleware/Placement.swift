import Hummingbird

/// Says what is served at a request's path, and who is at the other end.
struct Placement: RouterMiddleware {
    let paths: KnownPaths
    let peers: Peers

    func handle(
        _ request: Request, context: RequestScope, next: (Request, RequestScope) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.place = paths.entry(for: request.uri.path)
        context.peer = peers.peer(on: context.channel)
        return try await next(request, context)
    }
}

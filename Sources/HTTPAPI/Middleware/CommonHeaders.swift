import HTTPTypes
import Hummingbird

/// The headers of every answer: nothing may be cached, guessed, framed or loaded from elsewhere; and a sandbox says that it is one.
struct CommonHeaders: RouterMiddleware {
    private let headers: HTTPFields

    init(isSecure: Bool, isSandbox: Bool) {
        var headers: HTTPFields = [
            .cacheControl: "no-store", .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
            .referrerPolicy: "no-referrer", .xFrameOptions: "DENY", .crossOriginResourcePolicy: "same-origin",
        ]
        if isSecure { headers[.strictTransportSecurity] = "max-age=31536000" }
        if isSandbox { headers[.maintienSandbox] = "true" }
        self.headers = headers
    }

    func handle(
        _ request: Request, context: RequestScope, next: (Request, RequestScope) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in headers where !response.headers.contains(field.name) { response.headers.append(field) }
        return response
    }
}

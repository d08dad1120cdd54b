import HTTPTypes
import Hummingbird

/// Lets a request through to its route: 401 and 403 first, then 404 and 405.
struct Gate: RouterMiddleware {
    let tokens: Tokens
    /// Whether the cookie is to travel over TLS only.
    let isSecure: Bool

    func handle(
        _ request: Request, context: RequestScope, next: (Request, RequestScope) async throws -> Response
    ) async throws -> Response {
        let entry = context.place
        var context = context
        if entry?.access != .open {
            if entry?.access == .page, let answer = try signIn(request) { return answer }
            context.caller = try caller(of: request, isPage: entry?.access == .page)
        }
        guard let entry else { throw Problem.unknownPath }
        guard entry.methods.contains(request.method) else { throw Problem.wrongMethod(allowed: entry.methods) }
        return try await next(request, context)
    }

    private func caller(of request: Request, isPage: Bool) throws(Problem) -> Caller {
        if let authorization = request.headers[.authorization] {
            let parts = authorization.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
            guard parts.count == 2, parts[0].elementsEqual("Bearer".utf8) || Substring(parts[0]).lowercased() == "bearer",
                let caller = tokens.caller(with: parts[1])
            else { throw .unauthenticated }
            return caller
        }
        guard let cookie = request.cookies[Self.cookie], let caller = tokens.caller(with: cookie.value.utf8) else { throw .unauthenticated }
        guard isPage else { throw .cookieOnly }
        return caller
    }

    /// A page asked for as `?token=…`: the token goes into a cookie, and the browser to the page's plain address.
    private func signIn(_ request: Request) throws(Problem) -> Response? {
        guard request.method == .get || request.method == .head, request.uri.query?.hasPrefix("token=") == true else { return nil }
        let query = try Query(of: request, allowing: ["token"])
        let token: String = try query.required("token", "token") { $0 }
        guard tokens.caller(with: token.utf8) != nil else { throw .unauthenticated }
        var response = Response(status: .seeOther, headers: [.location: request.uri.path])
        response.setCookie(Cookie(name: Self.cookie, value: token, path: "/", secure: isSecure, httpOnly: true, sameSite: .strict))
        return response
    }

    private static let cookie = "maintien-token"
}

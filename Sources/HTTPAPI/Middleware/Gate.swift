import Access
import HTTPTypes
import Hummingbird
import Logging

/// Lets a request through to its route: 401 first, then 403, then 404 and 405. Nothing else decides who may call a route.
struct Gate: RouterMiddleware {
    let tokens: Tokens
    /// Finds the callers of all other tokens; none without it.
    var callers: (any CallerFinding)?
    let signIn: BrowserSignIn
    let limits: CallerLimits
    /// Whether the cookie is to travel over TLS only.
    let isSecure: Bool

    func handle(
        _ request: Request, context: RequestScope, next: (Request, RequestScope) async throws -> Response
    ) async throws -> Response {
        let entry = context.place
        var context = context
        if entry?.isOpen != true {
            if let entry, entry.isPage, let answer = try session(for: request, at: entry) { return answer }
            let caller = try await caller(of: request, isPage: entry?.isPage == true, logger: context.logger)
            if case .wait(let seconds) = limits.take(.request, by: caller) { throw Problem.tooManyRequests(retryAfterSeconds: seconds) }
            context.caller = caller
            context.peer?.giveUpPlace()
        }
        guard let entry else { throw Problem.unknownPath }
        try entry.admit(request, by: context.caller)
        return try await next(request, context)
    }

    private func caller(of request: Request, isPage: Bool, logger: Logger) async throws(Problem) -> Caller {
        if let authorization = request.headers[.authorization] {
            let parts = authorization.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
            guard parts.count == 2, parts[0].elementsEqual("Bearer".utf8) || Substring(parts[0]).lowercased() == "bearer"
            else { throw .unauthenticated }
            return try await caller(with: Array(parts[1].drop { $0 == UInt8(ascii: " ") }), logger: logger)
        }
        guard let session = request.cookies[cookie], let caller = signIn.caller(of: session.value) else { throw .unauthenticated }
        guard isPage else { throw .cookieOnly }
        return caller
    }

    /// The caller of a bearer token. Why one is refused stands in the log only, and nothing of the token does.
    private func caller(with token: [UInt8], logger: Logger) async throws(Problem) -> Caller {
        if let caller = tokens.caller(with: token) { return caller }
        guard let callers else { throw .unauthenticated }
        if let caller = callers.knownCaller(with: token) { return caller }
        do { return try await callers.caller(with: token) } catch let refusal as TokenRefusal {
            logger.info("a token was refused", metadata: ["reason": "\(refusal.rawValue)"])
            throw .unauthenticated
        } catch {
            throw .unavailable(retryAfterSeconds: (error as? AccessUnavailable)?.retryAfterSeconds ?? 1)
        }
    }

    /// The answer to a page asked for as `?code=…`: a session in a cookie, and the browser goes to the page's plain address. That address is the
    /// route's, never the request's.
    func session(for request: Request, at entry: KnownPaths.Entry) throws(Problem) -> Response? {
        guard request.method == .get, request.uri.query?.hasPrefix("code=") == true else { return nil }
        let query = try Query(of: request, allowing: ["code"])
        let code: String = try query.required("code", "code") { $0 }
        guard let session = signIn.session(for: code) else { throw .spentLink }
        var response = Response(status: .seeOther, headers: [.location: entry.path])
        response.setCookie(
            Cookie(
                name: cookie, value: session, maxAge: Int(BrowserSignIn.sessionLifetime.components.seconds), path: "/", secure: isSecure,
                httpOnly: true, sameSite: .lax))
        return response
    }

    /// A browser takes a cookie with the prefix only over TLS, and for this host only.
    static func cookie(isSecure: Bool) -> String { isSecure ? "__Host-maintien" : "maintien" }

    private var cookie: String { Self.cookie(isSecure: isSecure) }
}

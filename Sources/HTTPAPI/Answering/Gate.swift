import Access
import HTTPTypes
import Hummingbird
import Logging

/// Identifies the caller, or refuses with 401. A browser's session opens pages only. ``KnownPath`` decides who may call a route.
struct Gate: Sendable {
    let tokens: Tokens
    /// Finds the callers of all other tokens; nil refuses them.
    var callers: (any CallerFinding)?
    let signIn: BrowserSignIn
    /// Knows the sessions of browsers that signed in at a provider; nil when there is no provider.
    var provider: (any BrowserSigningIn)?
    let limits: CallerLimits
    var failures = FailedSignIns()
    var clients = ClientAddresses(isBehindProxy: false)
    let cookies: BrowserCookies
    var forms = FormCheck(ownOrigin: nil, limits: BodyLimits(size: 1 << 20, deadline: .seconds(15)))
    /// Whether there are pages for people: then a page answers an unknown path, too.
    var hasPages = false

    /// Puts the caller into the scope. If this reads a form's body, the body stays readable.
    ///
    /// - Returns: the answer that signs a browser in or sends it to sign-in; nil when the request goes on.
    func admit(_ request: inout Request, in scope: inout RequestScope) async throws -> Response? {
        let place = scope.place
        if place?.isOpen == true { return nil }
        if let place, place.isPage,
            let answer = try session(
                for: request, at: place, from: clients.address(of: request, on: scope.exchange.channel), logger: scope.logger)
        {
            return answer
        }
        if let authorization = request.headers.text(.authorization) {
            scope.caller = try await caller(with: authorization, of: request, in: scope)
        } else if let (session, caller) = try await sessionAndCaller(of: request, logger: scope.logger) {
            guard place?.isPage ?? hasPages else { throw Problem.cookieOnly }
            try await forms.check(&request, in: scope, session: session, isSecure: cookies.isSecure)
            (scope.session, scope.caller) = (session, caller)
        } else if let place, let answer = leadToSignIn(request, at: place) {
            return answer
        }
        guard let caller = scope.caller else { throw Problem.unauthenticated }
        if case .wait(let seconds) = limits.take(.request, by: caller) { throw Problem.tooManyRequests(retryAfterSeconds: seconds) }
        scope.exchange.peer.giveUpPlace()
        return nil
    }

    /// The caller of a bearer token. Only the log says why a token is refused; the token itself is never logged.
    ///
    /// Even an address that has to wait may use local tokens and tokens that were good before: these help nobody who guesses. Only a
    /// possible guess counts as a failure: an expired token does not shut out a whole office.
    private func caller(with authorization: String, of request: Request, in scope: RequestScope) async throws(Problem) -> Caller {
        let parts = authorization.utf8.split(separator: UInt8(ascii: " "), maxSplits: 1)
        guard parts.count == 2, parts[0].elementsEqual("Bearer".utf8) || Substring(parts[0]).lowercased() == "bearer"
        else { throw .unauthenticated }
        let token = Array(parts[1].drop { $0 == UInt8(ascii: " ") })
        if let caller = tokens.caller(with: token) { return caller }
        if let caller = callers?.knownCaller(with: token) { return caller }
        let address = clients.address(of: request, on: scope.exchange.channel)
        if callers?.hasKnown(token) != true { try failures.check(address) }
        do {
            guard let callers else { throw TokenRefusal.unknown }
            return try await callers.caller(with: token)
        } catch let refusal as TokenRefusal {
            if refusal.isGuess { failures.count(address, logger: scope.logger) }
            if callers != nil { scope.logger.info("a token was refused", metadata: ["reason": "\(refusal.rawValue)"]) }
            throw .unauthenticated
        } catch {
            throw .unavailable(retryAfterSeconds: (error as? AccessUnavailable)?.retryAfterSeconds ?? 1)
        }
    }

    /// The session of a browser and its caller; nil when there is none or it has ended.
    private func sessionAndCaller(of request: Request, logger: Logger) async throws(Problem) -> (String, Caller)? {
        guard let session = request.cookies[cookies.session]?.value else { return nil }
        if let caller = signIn.caller(of: session) ?? provider?.knownCaller(of: session) { return (session, caller) }
        do { return try await provider?.caller(of: session).map { (session, $0) } } catch {
            if let trouble = error as? ProviderTrouble {
                logger.error("a role was not asked for again", metadata: ["reason": "\(trouble.reason)"])
            }
            throw .unavailable(retryAfterSeconds: (error as? AccessUnavailable)?.retryAfterSeconds ?? 1)
        }
    }

    /// The answer to a page with `?code=…`: a session in a cookie, and a redirect. The redirect leads to the page asked for before
    /// sign-in, which a cookie of ours holds, or to the route's plain address. It never leads to the request's own address.
    func session(
        for request: Request, at place: KnownPath, from address: String?, logger: Logger
    ) throws(Problem) -> Response? {
        guard request.method == .get, request.query?.hasPrefix("code=") == true else { return nil }
        let query = try Query(of: request, allowing: ["code"])
        let code: String = try query.required("code", "code") { $0 }
        try failures.check(address)
        guard let session = signIn.session(for: code) else {
            // An image on another site, for example, is nobody's guess. A client that does not send `Sec-Fetch-Dest` may be guessing.
            if ["document", nil].contains(request.headers[.secFetchDest]) { failures.count(address, logger: logger) }
            throw .spentLink
        }
        let asked = request.cookies[cookies.page].flatMap { $0.value[...].percentDecoded.flatMap { ReturnPath($0) } }
        var response = Response(status: .seeOther, headers: [.location: asked?.text ?? place.address])
        response.setCookie(cookies.keep(session, as: cookies.session, seconds: SessionLifetime.total))
        if asked != nil { response.setCookie(cookies.forget(cookies.page)) }
        return response
    }

    /// Sends a browser without a session to the provider. The provider answers without a prompt while its own session lasts.
    private func leadToSignIn(_ request: Request, at place: KnownPath) -> Response? {
        guard provider != nil, place.isPage, request.method == .get, request.wantsPage else {
            return nil
        }
        // When the address is too long to keep, as a form's may be, keeps only the path.
        let path = (ReturnPath(request.target) ?? ReturnPath(String(request.path)))?.text ?? place.address
        return Response(status: .seeOther, headers: [.location: "\(Operation.startSignIn.path)?return=\(path.percentEncoded)"])
    }
}

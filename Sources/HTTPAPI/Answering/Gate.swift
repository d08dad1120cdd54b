import Access
import HTTPTypes
import Hummingbird
import Logging

/// Says who calls, or refuses with 401; a browser's session opens pages only. ``KnownPath`` decides who may call a route.
struct Gate: Sendable {
    let tokens: Tokens
    /// Finds the callers of all other tokens; none without it.
    var callers: (any CallerFinding)?
    let signIn: BrowserSignIn
    /// Knows the sessions of browsers that signed in at a provider; there are none without it.
    var provider: (any BrowserSigningIn)?
    let limits: CallerLimits
    var failures = FailedSignIns()
    var clients = ClientAddresses(isBehindProxy: false)
    let cookies: BrowserCookies
    var forms = FormCheck(ownOrigin: nil, limits: BodyLimits(size: 1 << 20, deadline: .seconds(15)))
    /// Whether there are pages for people: then a path that is none is told by a page.
    var hasPages = false

    /// Puts into the scope who calls. A form's body that is read for it stays readable.
    ///
    /// - Returns: the answer, where a browser is signed in, or led to where it is.
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

    /// The caller of a bearer token. Why one is refused stands in the log only, and nothing of the token does.
    ///
    /// Local tokens and those that were good before are taken from an address that has to wait, too: they tell nothing to who guesses. And what
    /// nobody can have guessed is no failure that counts: a program whose token expires shuts its office out from nothing.
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

    /// The session of a browser, and whose it is; nil when it has none, or one that has ended.
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

    /// The answer to a page asked for as `?code=…`: a session in a cookie. The browser goes to the page that it had asked for before it was signed in, by a
    /// cookie of ours, or to the route's plain address, never the request's.
    func session(
        for request: Request, at place: KnownPath, from address: String?, logger: Logger
    ) throws(Problem) -> Response? {
        guard request.method == .get, request.query?.hasPrefix("code=") == true else { return nil }
        let query = try Query(of: request, allowing: ["code"])
        let code: String = try query.required("code", "code") { $0 }
        try failures.check(address)
        guard let session = signIn.session(for: code) else {
            // Another site's image, say, is nobody's guess.
            if ["document", nil].contains(request.headers[.secFetchDest]) { failures.count(address, logger: logger) }
            throw .spentLink
        }
        let asked = request.cookies[cookies.page].flatMap { $0.value[...].percentDecoded.flatMap { ReturnPath($0) } }
        var response = Response(status: .seeOther, headers: [.location: asked?.text ?? place.address])
        response.setCookie(cookies.keep(session, as: cookies.session, seconds: SessionLifetime.total))
        if asked != nil { response.setCookie(cookies.forget(cookies.page)) }
        return response
    }

    /// Sends a browser that asks for a page without a session to the provider, which answers silently while its own session lasts.
    private func leadToSignIn(_ request: Request, at place: KnownPath) -> Response? {
        guard provider != nil, place.isPage, request.method == .get, request.wantsPage else {
            return nil
        }
        // Of an address that is too long to be kept, as that of a form may be, the page is.
        let path = (ReturnPath(request.target) ?? ReturnPath(String(request.path)))?.text ?? place.address
        return Response(status: .seeOther, headers: [.location: "\(Operation.startSignIn.path)?return=\(path.percentEncoded)"])
    }
}

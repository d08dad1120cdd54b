import Access
import HTTPTypes
import Hummingbird
import JSON
import Logging

/// The routes for signing in at the OpenID provider and signing out.
struct SignInRoutes: Sendable {
    let signIn: BrowserSignIn
    /// The provider; nil leaves browsers only the printed link.
    let provider: (any BrowserSigningIn)?
    let failures: FailedSignIns
    let clients: ClientAddresses
    let cookies: BrowserCookies
    /// Whether there are pages for people.
    let hasPages: Bool

    var routes: [Route] {
        (provider.map { provider in
            [
                Route(operation: .startSignIn, answering: .open { try await start($0, $1, at: provider) }),
                Route(operation: .finishSignIn, answering: .open { try await finish($0, $1, at: provider) }),
            ]
        } ?? []) + [Route(operation: .signOut, answering: .signedIn { try await signOut($0, $1) })]
    }

    private func start(_ request: Request, _ scope: RequestScope, at provider: any BrowserSigningIn) async throws -> Response {
        let query = try Query(of: request, allowing: ["return"])
        let path = try query.optional("return", "/path?query") { ReturnPath($0) }
        do {
            let (address, cookie) = try await provider.start(
                returningTo: path ?? ReturnPath(hasPages ? "/" : Operation.documentation.path)!)  // a path
            var response = Response(status: .seeOther, headers: [.location: address])
            response.setCookie(cookies.keep(cookie, as: cookies.signIn, seconds: SessionLifetime.signIn))
            return response
        } catch let trouble as ProviderTrouble { throw unavailable(trouble, scope.logger) }
    }

    private func finish(_ request: Request, _ scope: RequestScope, at provider: any BrowserSigningIn) async throws -> Response {
        // `HEAD` is refused, since reading a code spends it.
        guard request.method == .get else { throw Problem.wrongMethod(allowed: [.get]) }
        let names = ["code", "state", "iss", "error"]
        // Providers may add their own parameters.
        let query = try Query(of: request, allowing: names, ignoresOthers: true)
        func value(_ name: String) throws(Problem) -> String? { try query.optional(name, name) { $0 } }
        let answer = ProviderAnswer(code: try value("code"), state: try value("state"), issuer: try value("iss"), error: try value("error"))
        let address = clients.address(of: request, on: scope.exchange.channel)
        try failures.check(address)
        do {
            let (session, path) = try await provider.finish(
                answer, startedBy: request.cookies[cookies.signIn]?.value, replacing: request.cookies[cookies.session]?.value)
            var response = Response(status: .seeOther, headers: [.location: path.text])
            response.setCookie(cookies.keep(session, as: cookies.session, seconds: SessionLifetime.total))
            response.setCookie(cookies.forget(cookies.signIn))
            return response
        } catch let refusal as SignInRefusal {
            // A refused code may be a guess. Most other refusals come before a code is exchanged, and a foreign page can cause them in
            // anyone's browser.
            if refusal == .code { failures.count(address, logger: scope.logger) }
            throw refused(refusal.rawValue, scope.logger)
        } catch let refusal as TokenRefusal {
            throw refused(refusal.rawValue, scope.logger)
        } catch let trouble as ProviderTrouble { throw unavailable(trouble, scope.logger) } catch let error as AccessUnavailable {
            throw Problem.unavailable(retryAfterSeconds: error.retryAfterSeconds)
        }
    }

    /// Ends the calling session, or all sessions of its caller.
    private func signOut(_ request: Request, _ scope: SignedInScope) async throws -> Response {
        let query = try Query(of: request, allowing: ["everywhere"])
        let isEverywhere = try query.optional("everywhere", "true | false") { Bool($0) } ?? false
        var ended = 0
        do {
            if isEverywhere {
                ended = signIn.endAll(of: scope.caller) + (try await provider?.endAll(of: scope.caller) ?? 0)
            } else if let session = scope.session {
                let isEnded = signIn.end(session) ? true : try await provider?.end(session) ?? false
                ended = isEnded ? 1 : 0
            }
        } catch let error as AccessUnavailable { throw Problem.unavailable(retryAfterSeconds: error.retryAfterSeconds) }
        var response = Response(json: ["ended": JSON(ended)])
        guard scope.session != nil else { return response }
        if request.wantsPage, hasPages {
            // A form may not redirect to another site, so the page shown has a link to it.
            response = Response(status: .seeOther, headers: [.location: PageRoutes.signedOutPath])
        } else if let address = await provider?.signOutAddress() {
            response = Response(status: .seeOther, headers: [.location: address])
        }
        response.setCookie(cookies.forget(cookies.session))
        return response
    }

    private func refused(_ reason: String, _ logger: Logger) -> Problem {
        logger.info("a sign-in was refused", metadata: ["reason": "\(reason)"])
        return .unfinishedSignIn
    }

    private func unavailable(_ trouble: ProviderTrouble, _ logger: Logger) -> Problem {
        logger.error("the provider cannot sign anybody in", metadata: ["reason": "\(trouble.reason)"])
        return .unavailable(retryAfterSeconds: 5)
    }
}

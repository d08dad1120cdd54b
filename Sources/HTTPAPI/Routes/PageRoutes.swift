import Access
import BackOffice
import BillingService
import ContractService
import HTML
import HTTPTypes
import Hummingbird
import NIOCore
import Words

/// The pages of the clerk's desk, with their stylesheet.
struct PageRoutes: Sendable {
    private let office: BackOffice
    private let limits: BodyLimits
    private let cookies: BrowserCookies
    private let provider: (any BrowserSigningIn)?

    /// The page shown after sign-out.
    static let signedOutPath = "/signed-out"

    init(of office: BackOffice, limits: BodyLimits, cookies: BrowserCookies, provider: (any BrowserSigningIn)?, proposals: ProposalDesk?) {
        var office = office
        office.explain = { Trouble(Problem($0)) }
        office.proposalDesk = proposals
        self.office = office
        self.limits = limits
        self.cookies = cookies
        self.provider = provider
    }

    var routes: [Route] {
        office.pages.map { page in Route(operation: Operation(page), answering: .signedIn { try await answer(page, $0, $1) }) }
            + [
                Route(operation: .file(Self.signedOutPath), answering: .open { request, _ in await signedOut(request) }),
                Route(operation: .file("\(Self.signedOutPath)/provider"), answering: .open { _, _ in await leadToProvider() }),
                Route(operation: .file("/style.css"), answering: .open { _, _ in file(Style.sheet, "text/css; charset=utf-8") }),
                Route(operation: .file("/icon.svg"), answering: .open { _, _ in file(Style.iconBytes, "image/svg+xml") }),
            ]
    }

    private func answer(_ page: Page, _ request: Request, _ scope: SignedInScope) async throws -> Response {
        let (form, file) = page.method == .post ? try await self.form(of: request, to: page, scope) : (PageFields(), nil)
        let visit = self.visit(by: scope.caller, request, formToken: scope.request.formToken, trace: scope.traceID)
        var parameters: [String: String] = [:]
        for name in scope.request.place?.segments.parameters ?? [] {
            if let value = scope.parameter(name) { parameters[name] = value.percentDecoded ?? String(value) }
        }
        let asked = PageRequest(parameters: parameters, query: PageFields(encoded: String(request.query ?? "")), form: form, file: file)
        do {
            let answer = try await page.answer(asked, visit)
            // A sealed form is part of the address. If the address is too long for the service, the input would be lost.
            if case .seeOther(let address) = answer, address.description.utf8.count > Self.longestAddress { throw Problem.tooLongToKeep }
            if case .stream(let text, let type, let name) = answer {
                var headers = Self.headers
                headers[.contentDisposition] = "attachment; filename=\"\(name)\""
                return .stream(type: type, headers: headers, to: scope.peer) { stream in
                    try await text.write { try await stream.write($0) }
                    try Task.checkCancellation()
                }
            }
            return response(answer)
        } catch let trouble as PageTrouble {
            switch trouble {
            case .notFound: throw Problem.unknownPath
            case .tooMany(let seconds): throw Problem.tooManyRequests(retryAfterSeconds: seconds)
            case .roleNeeded(let roles): throw Problem.roleNeeded(roles)
            }
        }
    }

    /// The form of a request, with its file when the page takes one.
    private func form(of request: Request, to page: Page, _ scope: SignedInScope) async throws -> (PageFields, PageFile?) {
        if let longest = page.longestUpload, let boundary = request.multipartBoundary {
            let limits = BodyLimits(size: min(limits.size, longest), deadline: limits.deadline)
            guard let form = MultipartForm(try await request.bytes(limits, in: scope.request), boundary: boundary) else {
                throw Problem.wrongMediaType("multipart/form-data")
            }
            return (form.fields, form.file)
        }
        guard request.isUTF8(of: "application/x-www-form-urlencoded") else {
            throw Problem.wrongMediaType("application/x-www-form-urlencoded")
        }
        let limits = BodyLimits(size: min(limits.size, Self.longestForm), deadline: limits.deadline)
        return (PageFields(encoded: String(decoding: try await request.bytes(limits, in: scope.request), as: UTF8.self)), nil)
    }

    /// The page that shows a problem.
    func answer(to problem: Problem, of request: Request, in context: RequestScope) async -> Response {
        let visit = context.caller.map { self.visit(by: $0, request, formToken: context.formToken, trace: context.traceID) }
        let secret = cookies.formSecret(of: request) ?? Tokens.random()
        let page =
            problem.status == .unauthorized && problem != .spentLink ? await pageAfterSignIn(request, in: context, secret: secret) : nil
        let back = PageAddress("sign-in").setting("return", to: page?.text)
        var response = self.response(
            office.page(
                Trouble(problem), for: visit, language: language(of: request),
                signIn: provider != nil && problem.status == .unauthorized ? back : nil))
        for field in problem.headers { response.headers[field.name] = field.value }
        // The printed link leads back to the page, too.
        if let page { response.setCookie(cookies.keep(page.text.percentEncoded, as: cookies.page, seconds: SessionLifetime.signIn)) }
        if page != nil, request.method == .post { response.setCookie(cookies.keep(secret, as: cookies.form, seconds: Self.keptSeconds)) }
        return response
    }

    /// The most bytes of a form, and of an address. The HTTP parser takes addresses of less than 16 KiB.
    private static let (longestForm, longestAddress) = (64 * 1024, 16_000)

    /// The most bytes of a form kept for a person who is not signed in.
    private static let keptForm = 16 * 1024
    /// How many seconds such a form can be resumed: as long as its seal is valid.
    private static let keptSeconds = 3600

    /// Where a browser goes after sign-in: to the page it asked for, or to a page that resumes the form it sent.
    /// A form from another site is not kept.
    ///
    /// - Parameter secret: the browser's secret, without which the form cannot be opened.
    private func pageAfterSignIn(_ request: Request, in context: RequestScope, secret: String) async -> ReturnPath? {
        if request.method == .get { return ReturnPath(request.target) }
        let limits = BodyLimits(size: Self.keptForm, deadline: limits.deadline)
        guard context.place?.isHTML == true, request.headers[.secFetchSite] == "same-origin",
            request.isUTF8(of: "application/x-www-form-urlencoded"),
            let body = try? await request.bytes(limits, in: context),
            let address = office.resumption(
                of: PageFields(encoded: String(decoding: body, as: UTF8.self)), at: String(request.path), in: secret)
        else { return nil }
        return ReturnPath(address.description)
    }

    private func signedOut(_ request: Request) async -> Response {
        let address = await provider?.signOutAddress()
        return response(
            office.signedOut(
                language: language(of: request), signIn: provider == nil ? nil : PageAddress("sign-in"),
                provider: address == nil ? nil : PageAddress("signed-out", "provider")))
    }

    /// Redirects to the address at which a browser signs out at the provider.
    private func leadToProvider() async -> Response {
        Response(status: .seeOther, headers: [.location: await provider?.signOutAddress() ?? Self.signedOutPath])
    }

    private func visit(by caller: Caller, _ request: Request, formToken: String?, trace: String?) -> Visit {
        // The language form returns to this address, so it must be the address of a page that can be shown again.
        let address = [.get, .head].contains(request.method) ? request.target : office.pathToShow(after: String(request.path))
        return office.visit(
            by: caller, language: language(of: request), formToken: formToken, trace: trace, address: address,
            browser: cookies.formSecret(of: request))
    }

    /// The language in the browser's cookie, otherwise the one in `Accept-Language`.
    private func language(of request: Request) -> Language {
        request.cookies["maintien-language"].flatMap { Language(rawValue: $0.value) }
            ?? Language(accepting: request.headers[.acceptLanguage])
    }

    private func response(_ answer: PageAnswer) -> Response {
        switch answer {
        case .html(let html, let status):
            return Response(
                bytes: html.bytes, type: "text/html; charset=utf-8", status: HTTPResponse.Status(code: status), headers: Self.headers)
        case .seeOther(let address): return Response(status: .seeOther, headers: [.location: address.description])
        case .language(let code, let address):
            var response = Response(status: .seeOther, headers: [.location: address.description])
            response.setCookie(cookies.keep(code, as: "maintien-language", seconds: 31_536_000))
            return response
        case .file(let bytes, let type, let name):
            var headers = Self.headers
            if let name { headers[.contentDisposition] = "attachment; filename=\"\(name)\"" }
            return Response(bytes: bytes, type: type, headers: headers)
        // Only a page that was asked for streams.
        case .stream: return Response(status: .internalServerError)
        }
    }

    private func file(_ bytes: [UInt8], _ type: String) -> Response {
        Response(bytes: bytes, type: type, headers: [.cacheControl: "public, max-age=31536000, immutable"])
    }

    /// The headers of pages: no scripts and no foreign content. Browsers send the origin of our forms, but no referrer to other sites.
    private static let headers: HTTPFields = [
        .contentSecurityPolicy:
            "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        .referrerPolicy: "same-origin",
    ]
}

extension Request {
    /// Whether a browser asks for a page to show.
    var wantsPage: Bool { headers[.accept]?.contains("text/html") == true }

    /// Whether a page answers the problems of this request.
    func isOfPage(_ place: KnownPath?) -> Bool {
        guard let place else { return wantsPage }
        return place.isHTML || place.isPage && wantsPage
    }
}

extension Operation {
    /// The operation of a page.
    fileprivate init(_ page: Page) {
        self.init(
            method: page.method == .get ? .get : .post, path: page.path, id: "page \(page.path)", tag: "Pages", summary: "A page.",
            audience: page.audience, answers: [:], isPage: true, isHTML: true)
    }

    /// The operation of a file that pages need, open to anyone.
    fileprivate static func file(_ path: String) -> Operation {
        Operation(
            method: .get, path: path, id: "file \(path)", tag: "Pages", summary: "A file.", audience: .anyone, answers: [:], isHTML: true)
    }
}

extension Trouble {
    /// The trouble of a page that stands for a problem.
    init(_ problem: Problem) {
        if problem == .unauthenticated {
            self.init(
                status: 401, title: ("Connexion nécessaire", "Sign-in needed"),
                detail: ("La session a pris fin, ou n'a pas commencé.", "The session has ended, or has not begun."))
            return
        }
        self.init(
            status: problem.status.code, title: (problem.title.french, problem.title.english),
            detail: (problem.detail.french, problem.detail.english), rule: (problem.rule, problem.source),
            retryAfter: problem.headers[.retryAfter])
    }
}

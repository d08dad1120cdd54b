import Access
@testable import HTTPAPI
import HTTPTypes
import JSON
import Synchronization
import Testing

/// Browsers that sign in at a provider: the ways there and back, and out.
@Suite(.timeLimit(.minutes(10)))
struct ProviderSignInTests {
    let provider = ScriptedProvider()

    private func api(_ change: (inout Configuration) -> Void = { _ in }) throws -> TestAPI {
        try TestAPI { configuration in
            configuration.provider = provider
            change(&configuration)
        }
    }

    /// Signs a browser in, and returns its cookie header and the session.
    private func signIn(_ api: TestAPI) async throws -> (sent: HTTPFields, session: String) {
        let reply = try await api.call(.get, "/sign-in/callback?code=c&state=s", headers: .with("Cookie", "maintien-sign-in=x"), as: nil)
        let cookie = try #require(reply.headers["Set-Cookie"]).prefix { $0 != ";" }
        return (.with("Cookie", String(cookie)), String(cookie.dropFirst("maintien=".count)))
    }

    @Test func `the way to the provider leaves a cookie for ten minutes, and the way back one for the session`() async throws {
        let api = try api()
        let started = try await api.call(.get, "/sign-in?return=/docs?a=b", as: nil)
        #expect(started.status == 303 && started.headers["Location"] == "https://provider.example/authorize?state=s")
        let kept = try #require(started.headers["Set-Cookie"])
        #expect(kept.hasPrefix("maintien-sign-in=cookie-for-9;"))
        for attribute in ["Max-Age=600", "HttpOnly", "SameSite=Lax", "Path=/"] { #expect(kept.contains(attribute)) }

        let headers = HTTPFields.with("Cookie", "maintien=former; maintien-sign-in=cookie-for-9")
        let back = try await api.call(.get, "/sign-in/callback?code=c%2B&state=s&iss=i&session_state=a.b", headers: headers, as: nil)
        #expect(back.status == 303 && back.headers["Location"] == "/docs?a=b")
        let cookies = back.headers[values: .setCookie]
        #expect(cookies.count == 2 && cookies[0].hasPrefix("maintien=session-1;") && cookies[0].contains("Max-Age=36000"))
        #expect(cookies[1].hasPrefix("maintien-sign-in=;") && cookies[1].contains("Max-Age=0"))
        let finished = try #require(provider.state.withLock { $0.finished.first })
        #expect(finished.answer.code == "c+" && finished.answer.issuer == "i" && finished.answer.error == nil)
        #expect(finished.cookie == "cookie-for-9" && finished.former == "former")

        let sent = HTTPFields.with("Cookie", "maintien=session-1")
        #expect(try await api.call(.get, "/docs", headers: sent, as: nil).status == 200)
        let question = try await api.call(.get, "/v1/contracts/\(TestAPI.contract)/timeline", headers: sent, as: nil)
        #expect(question.status == 403 && question.rule == "authentication.pagesOnly")
        #expect(try await api.call(.get, "/docs", headers: .with("Cookie", "maintien=session-2"), as: nil).status == 401)
    }

    @Test func `behind a proxy with TLS the cookies are bound to this host`() async throws {
        let api = try api { $0.isBehindProxy = true }
        let reply = try await api.call(.get, "/sign-in/callback?code=c&state=s", as: nil)
        let cookies = reply.headers[values: .setCookie]
        #expect(cookies.count == 2 && cookies[0].hasPrefix("__Host-maintien=session-1;"))
        for cookie in cookies { #expect(cookie.contains("Secure") && cookie.contains("Path=/") && !cookie.contains("Domain")) }
        #expect(try await api.call(.get, "/docs", headers: .with("Cookie", "maintien=session-1"), as: nil).status == 401)
        #expect(try await api.call(.get, "/docs", headers: .with("Cookie", "__Host-maintien=session-1"), as: nil).status == 200)
        #expect(try await api.call(.get, "/openapi.json").json["components"]?["securitySchemes"]?["session"]?["name"] == "__Host-maintien")
    }

    @Test(arguments: [
        "//evil.example", "/%5Cevil.example", "https://evil.example", "https:evil.example", "%2F%2Fevil.example", "/%2F/evil.example",
        "/%252F%252Fevil.example", "/docs%0D%0ASet-Cookie:a=b", "/docs%00", "javascript:alert(1)", "%E2%80%A8/docs", "", "/docs%23x",
        "/a/../b",
    ])
    func `no other site is returned to`(target: String) async throws {
        let reply = try await api().call(.get, "/sign-in?return=\(target)", as: nil)
        #expect(reply.status == 400 && reply.named == "return" && reply.headers["Location"] == nil && reply.headers["Set-Cookie"] == nil)
    }

    @Test func `what comes back wrongly is refused, spends nothing by a look, and sets no cookie`() async throws {
        let api = try api()
        for query in ["", "?state=x&code=c", "?error=access_denied", "?code=c"] {
            let reply = try await api.call(.get, "/sign-in/callback\(query)", headers: .with("Accept-Language", "en"), as: nil)
            #expect(reply.status == 401 && reply.rule == "authentication.signIn" && reply.headers["Set-Cookie"] == nil)
        }
        #expect(try await api.call(.get, "/sign-in/callback?state=s&state=t&code=c", as: nil).status == 400)
        #expect(try await api.call(.head, "/sign-in/callback?state=s&code=c", as: nil).status == 405)
        #expect(try await api.call(.post, "/sign-in/callback?state=s&code=c", as: nil).status == 405)
        #expect(provider.state.withLock { $0.finished.isEmpty })
        for trouble in [ProviderTrouble("status 500"), AccessUnavailable()] as [any Error] {
            provider.state.withLock { $0.refusal = trouble }
            let reply = try await api.call(.get, "/sign-in/callback?state=s&code=c", as: nil)
            #expect(reply.status == 503 && reply.headers["Retry-After"] != nil)
        }
        provider.state.withLock { $0.refusal = ProviderTrouble("status 500") }
        #expect(try await api.call(.get, "/sign-in", as: nil).status == 503)
    }

    @Test func `a browser that asks for a page is sent to sign in, and nobody else`() async throws {
        let api = try api()
        let html = HTTPFields.with("Accept", "text/html,*/*;q=0.8")
        let reply = try await api.call(.get, "/docs?x=y", headers: html, as: nil)
        #expect(reply.status == 303 && reply.headers["Location"] == "/sign-in?return=%2Fdocs%3Fx%3Dy")
        let odd = try await api.call(.get, "/docs//?x=y", headers: html, as: nil)
        #expect(odd.status == 303 && odd.headers["Location"] == "/sign-in?return=%2Fdocs")
        #expect(try await api.call(.get, "/docs", headers: .with("Accept", "application/json"), as: nil).status == 401)
        #expect(try await api.call(.get, "/docs", headers: html, as: "wrong").status == 401)
        #expect(try await api.call(.get, "/metrics", headers: html, as: nil).status == 401)
        #expect(try await api.call(.post, "/sign-out", headers: html, as: nil).status == 401)
        #expect(try await TestAPI().call(.get, "/docs", headers: html, as: nil).status == 401)
        #expect(try await TestAPI().call(.get, "/sign-in", headers: html).status == 404)
    }

    /// The headers of a request that changes something, with what is told of its origin and its token.
    static let forms: [(site: String?, origin: String?, token: String?, isTaken: Bool)] = [
        ("same-origin", nil, "own", true), (nil, "http://localhost", "own", true),
        // Our pages send no referrer, so that browsers hide their origin.
        ("same-origin", "null", "own", true), ("same-origin", nil, nil, false), ("same-origin", nil, "another's", false),
        ("same-origin", nil, "", false),
        ("cross-site", "http://localhost", "own", false), ("same-site", nil, "own", false), ("none", nil, "own", false),
        (nil, nil, "own", false),
        (nil, "null", "own", false), (nil, "http://evil.example", "own", false), (nil, "https://localhost", "own", false),
        (nil, "http://localhost:81", "own", false), (nil, "http://localhost.evil.example", "own", false),
    ]

    @Test(arguments: forms) func `what changes something comes from a page of ours with the session's token`(
        form: (site: String?, origin: String?, token: String?, isTaken: Bool)
    ) async throws {
        let api = try api()
        let (sent, session) = try await signIn(api)
        let token = form.token.map { $0 == "own" ? FormToken(of: session).text : $0 == "" ? "" : FormToken(of: "session-9").text }
        for isField in [false, true] {
            var headers = sent
            headers[.secFetchSite] = form.site
            headers[.origin] = form.origin
            if isField { headers[.contentType] = "application/x-www-form-urlencoded" } else { headers[.xFormToken] = token }
            let body = isField ? "a=b+c&formToken=\(token ?? "")&d=%C3%A9" : nil
            let reply = try await api.call(.post, "/sign-out", body, headers: headers, as: nil)
            #expect(reply.status == (form.isTaken ? 200 : 403) && (form.isTaken || reply.rule == "authentication.form"), "\(reply)")
            #expect(provider.state.withLock { $0.sessions[session] == nil } == form.isTaken)
            provider.state.withLock { $0.sessions[session] = ScriptedProvider.clerk }
        }
    }

    @Test func `a public origin stands in the place of the request's`() async throws {
        let api = try api { $0.publicOrigin = "https://maintien.example" }
        for (origin, status) in [("http://localhost", 403), ("https://maintien.example", 200)] {
            let (sent, session) = try await signIn(api)
            var headers = sent
            headers[.origin] = origin
            headers[.xFormToken] = FormToken(of: session).text
            #expect(try await api.call(.post, "/sign-out", headers: headers, as: nil).status == status)
        }
    }

    @Test func `one signs out here, everywhere, and at the provider; the printed link's session too`() async throws {
        let api = try api()
        func signOut(_ query: String = "", _ sent: HTTPFields, _ session: String) async throws -> Reply {
            var headers = sent
            headers[.secFetchSite] = "same-origin"
            headers[.xFormToken] = FormToken(of: session).text
            return try await api.call(.post, "/sign-out\(query)", headers: headers, as: nil)
        }
        let (first, one) = try await signIn(api)
        let (second, other) = try await signIn(api)
        let reply = try await signOut("", first, one)
        #expect(reply.json == ["ended": 1] && reply.headers["Set-Cookie"]?.hasPrefix("maintien=;") == true)
        #expect(try await api.call(.get, "/docs", headers: first, as: nil).status == 401)
        #expect(try await api.call(.get, "/docs", headers: second, as: nil).status == 200)
        #expect(try await signOut("?everywhere=perhaps", second, other).status == 400)
        let (_, _) = try await signIn(api)
        #expect(try await signOut("?everywhere=true", second, other).json == ["ended": 2])

        provider.state.withLock { $0.signOutAddress = "https://provider.example/end?client_id=m" }
        let (third, last) = try await signIn(api)
        let away = try await signOut("", third, last)
        #expect(away.status == 303 && away.headers["Location"] == "https://provider.example/end?client_id=m")
        #expect(away.headers["Set-Cookie"]?.hasPrefix("maintien=;") == true)
        provider.state.withLock { $0.signOutAddress = nil }

        let link = api.configuration.signIn.link(for: "operator")
        let local = try #require(try await api.call(.get, link, as: nil).headers["Set-Cookie"]).prefix { $0 != ";" }
        let sent = HTTPFields.with("Cookie", String(local))
        #expect(try await signOut("?everywhere=true", sent, String(local.dropFirst("maintien=".count))).json == ["ended": 1])
        #expect(try await api.call(.get, "/docs", headers: sent, as: nil).status == 401)
        // A token has no session; its caller may end those of browsers.
        #expect(try await api.call(.post, "/sign-out").json == ["ended": 0])
        #expect(try await api.call(.get, "/sign-out", headers: sent, as: nil).status == 401)
        #expect(try await api.call(.get, "/sign-out").status == 405)
    }

    @Test func `a form token is of one session`() {
        let form = FormToken(of: "session-1").text
        #expect(form.count == 64 && form != FormToken(of: "session-2").text && FormToken(of: "session-1").matches(form))
        #expect(!FormToken(of: "session-1").matches(form.uppercased()) && !FormToken(of: "session-1").matches(""))
    }
}

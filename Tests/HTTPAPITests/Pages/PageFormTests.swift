import ContractService
import HTTPTypes
import Testing

@testable import BackOffice
@testable import HTTPAPI

/// What a form must have to be taken, and how every form is answered.
@Suite(.timeLimit(.minutes(10))) struct PageFormTests {
    @Test func `no form is taken without this session's token, or from elsewhere`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            let (browser, other) = (try await desk.browser(), try await desk.browser())
            for form in ProviderSignInTests.forms where !form.isTaken {
                let token = form.token.map { $0 == "own" ? browser.formToken : $0 == "" ? "" : other.formToken }
                var headers = browser.cookies
                headers[.secFetchSite] = form.site
                headers[.origin] = form.origin
                let fields = [(name: "/effectiveOn", value: "01/08/2027"), (name: "to", value: "day")]
                for page in desk.pages where page.method == .post {
                    let all = fields + (token.map { [(name: "formToken", value: $0)] } ?? [])
                    let reply = try await desk.post(page.address(in: contract), all, as: nil, headers: headers)
                    #expect(reply.status == 403 && reply.isPage && reply.text.contains("authentication.form"), "\(page.path), \(form)")
                    #expect(reply.headers["Set-Cookie"] == nil, "\(page.path), \(form)")
                }
            }
            #expect(try await desk.version(of: contract) == 1)
            #expect(desk.contracts.clock.now() == DeskUnderTest.start)
        }
    }

    @Test func `a form of our own is taken with this session's token`() async throws {
        try await withDesk { desk in
            let browser = try await desk.browser()
            let reply = try await desk.post(
                "/language", ["formToken": browser.formToken, "to": "en", "back": "/"], as: nil, headers: browser.ownForm)
            #expect(reply.status == 303 && reply.location == "/")
        }
    }

    @Test func `every form ends in another address, whatever it holds; only what is not there is told at once`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            let nonsense: [KeyValuePairs<String, String>] = [
                [:], ["to": "nowhere", "back": "//evil.example", "find": " ", "draft": "x", "seen": "y", "list": "z", "day": "32/13"],
                [
                    "to": "typed", "day": "01/01/2020", "reason": " ", "find": "x", "/effectiveOn": "31/02/2027",
                    "rows": "-9223372036854775808",
                ],
            ]
            for page in desk.pages where page.method == .post && !["/sandbox/lives", "/sandbox/reset"].contains(page.path) {
                for form in nonsense {
                    let reply = try await desk.post(page.address(in: contract), form, as: "supervisor")
                    #expect(reply.status == 303 || reply.status == 404, "\(page.path) with \(form) is answered \(reply.status)")
                    #expect(reply.status == 404 || reply.location?.hasPrefix("/") == true && reply.location?.hasPrefix("//") == false)
                }
            }
            #expect(try await desk.version(of: contract) == 1)
            #expect(try await desk.post("/sandbox/lives").status == 303)
            #expect(try await desk.post("/sandbox/reset", as: "supervisor").status == 303)
        }
    }

    @Test(arguments: [true, false]) func `a form has at most 64 KiB`(isInBrowser: Bool) async throws {
        try await withDesk { desk in
            let browser = isInBrowser ? try await desk.browser() : nil
            func send(_ size: Int) async throws -> Reply {
                let head = "to=en&back=/work&formToken=\(browser?.formToken ?? "")&x="
                let body = head + String(repeating: "y", count: size - head.utf8.count)
                return try await desk.send(.post, "/language", as: isInBrowser ? nil : "clerk", body, headers: browser?.ownForm ?? [:])
            }
            #expect(try await send(64 * 1024).status == 303)
            let refused = try await send(64 * 1024 + 1)
            #expect(refused.status == 413 && refused.isPage && refused.text.contains("request.tooLarge"))
        }
    }

    @Test func `what does not fit into an address is refused before it is lost`() async throws {
        try await withDesk { desk in
            let reply = try await desk.post("/find", ["find": String(repeating: "é", count: 8000)])
            #expect(reply.status == 413 && reply.isPage && reply.location == nil)
        }
    }
}

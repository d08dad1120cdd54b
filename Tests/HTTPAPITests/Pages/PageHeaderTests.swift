import ContractService
import HTTPTypes
import Testing

@testable import BackOffice
@testable import HTTPAPI

/// What stands in the head of every page, and of every cookie that a page sets.
@Suite(.timeLimit(.minutes(10))) struct PageHeaderTests {
    private static let policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    @Test func `every page runs no script, loads nothing from elsewhere, and is kept by nobody`() async throws {
        try await withDesk { desk in
            let contract = try await desk.affiliated()
            for page in desk.pages where page.method == .get {
                // A page, a refusal, and the page of nobody.
                for caller in ["supervisor", "agent", nil] {
                    let reply = try await desk.get(page.address(in: contract), as: caller)
                    guard reply.status != 303 else { continue }
                    #expect(reply.headers["Content-Security-Policy"] == Self.policy, "\(page.path)")
                    #expect(reply.headers["Referrer-Policy"] == "same-origin", "\(page.path)")
                    #expect(reply.headers["Cache-Control"] == "no-store", "\(page.path)")
                    #expect(reply.headers["X-Content-Type-Options"] == "nosniff", "\(page.path)")
                    #expect(!reply.text.contains("<script") && !reply.text.contains(" style=\""), "\(page.path)")
                }
            }
        }
    }

    @Test(arguments: [false, true]) func `a page's cookies are out of reach of scripts and of other sites`(isBehindProxy: Bool) async throws
    {
        try await withDesk {
            $0.isBehindProxy = isBehindProxy
        } _: { desk in
            let language = try await desk.post("/language", ["to": "en", "back": "/work"])
            // Of a browser that is not signed in the page is kept, and the form that it sent.
            let page = try await desk.get("/work", as: nil)
            let form = try await desk.post("/find", ["find": "x"], as: nil, headers: .with("Sec-Fetch-Site", "same-origin"))
            let cookies = [language, page, form].flatMap { $0.headers[values: .setCookie] }
            let prefix = isBehindProxy ? "__Host-maintien" : "maintien"
            #expect(
                cookies.map { String($0.prefix { $0 != "=" }) } == [
                    "maintien-language", "\(prefix)-page", "\(prefix)-page", "\(prefix)-form",
                ])
            for cookie in cookies {
                for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age="] { #expect(cookie.contains(attribute), "\(cookie)") }
                #expect(cookie.contains("Secure") == isBehindProxy && !cookie.contains("Domain"), "\(cookie)")
            }
        }
    }
}

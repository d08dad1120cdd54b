import HTTPAPI
import HTTPTypes
import Testing

/// A browser that signed in by the printed link.
struct BrowserOfDesk: Sendable {
    /// Its cookies, as it sends them.
    let cookies: HTTPFields
    /// What every form of its pages sends back.
    let formToken: String

    /// The headers of a form that a page of ours sends.
    var ownForm: HTTPFields { cookies + .with("Sec-Fetch-Site", "same-origin") }
}

extension DeskUnderTest {
    /// Signs a browser in.
    func browser(as caller: String = "operator") async throws -> BrowserOfDesk {
        let reply = try await get(signIn.link(for: caller, to: "/"), as: nil)
        let cookie = try #require(reply.headers["Set-Cookie"]).prefix { $0 != ";" }
        let cookies = HTTPFields.with("Cookie", String(cookie))
        let token = try await get("/", as: nil, headers: cookies).form(to: "/sign-out")?.first { $0.name == "formToken" }?.value
        return BrowserOfDesk(cookies: cookies, formToken: try #require(token))
    }
}

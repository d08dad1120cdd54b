import Access
import Hummingbird

/// The cookies of browsers: for this host only, hidden from scripts, and sent from other sites only when somebody follows a link.
struct BrowserCookies {
    /// Whether cookies travel over TLS only. Browsers require this for the prefix `__Host-`, which also ties a cookie to this host.
    let isSecure: Bool

    /// The name of the cookie with the session.
    var session: String { isSecure ? "__Host-maintien" : "maintien" }

    /// The name of the cookie with the started sign-in.
    var signIn: String { "\(session)-sign-in" }

    /// The name of the cookie with the page asked for before sign-in.
    var page: String { "\(session)-page" }

    /// The name of the cookie with the browser's secret: only this browser can open a form that it sent without a session.
    var form: String { "\(session)-form" }

    /// The secret in the browser's cookie, if any.
    func formSecret(of request: Request) -> String? { request.cookies[form].map(\.value).flatMap { $0.utf8.count == 64 ? $0 : nil } }

    /// A cookie with a value, kept for `seconds`.
    func keep(_ value: String, as name: String, seconds: Int) -> Cookie {
        Cookie(name: name, value: value, maxAge: seconds, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }

    /// A cookie that makes the browser delete the cookie of this name.
    func forget(_ name: String) -> Cookie { keep("", as: name, seconds: 0) }
}

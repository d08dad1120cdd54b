import Access
import Hummingbird

/// The cookies of browsers: for this host only, out of reach of scripts, and not sent along by other sites except when somebody follows a link.
struct BrowserCookies {
    /// Whether they travel over TLS only. A browser takes a cookie with the prefix `__Host-` only so, and for this host only.
    let isSecure: Bool

    /// The name of the cookie with the session.
    var session: String { isSecure ? "__Host-maintien" : "maintien" }

    /// The name of the cookie with the sign-in that the browser has begun.
    var signIn: String { "\(session)-sign-in" }

    /// The name of the cookie with the page that a browser asked for before it was signed in.
    var page: String { "\(session)-page" }

    /// The name of the cookie with a secret of the browser: a form that it sent without a session opens in it alone.
    var form: String { "\(session)-form" }

    /// The secret of the browser that sends a request; nil when it keeps none.
    func formSecret(of request: Request) -> String? { request.cookies[form].map(\.value).flatMap { $0.utf8.count == 64 ? $0 : nil } }

    /// A cookie that holds a value for some time.
    func keep(_ value: String, as name: String, seconds: Int) -> Cookie {
        Cookie(name: name, value: value, maxAge: seconds, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }

    /// Has the browser forget a cookie.
    func forget(_ name: String) -> Cookie { keep("", as: name, seconds: 0) }
}

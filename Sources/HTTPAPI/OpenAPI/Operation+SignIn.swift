import Access
import HTTPTypes
import JSON

extension Operation {
    static let startSignIn = Operation(
        method: .get, path: "/sign-in", id: "sign-in", tag: "Sign-in", summary: "Sends a browser to the OpenID provider.",
        audience: .anyone,
        parameters: [
            .query(
                "return", Schema(["type": "string", "pattern": "^/[A-Za-z0-9._~/-]*([?].*)?$", "maxLength": 2800]),
                "Where the browser goes once it is signed in: a path of this site; the start page by default.")
        ],
        answers: [303: Answer(description: "To the provider, with a cookie for ten minutes.")], problems: [400])

    static let finishSignIn = Operation(
        method: .get, path: "/sign-in/callback", id: "sign-in-callback", tag: "Sign-in",
        summary: "Where the provider sends the browser back to: exchanges the code, once, and begins a session.", audience: .anyone,
        parameters: [
            .query("code", .string, "To exchange for tokens."), .query("state", .string, "What this service sent along."),
            .query("iss", .string, "The provider's name for itself (RFC 9207)."), .query("error", .string, "Why nobody is signed in."),
        ],
        answers: [303: Answer(description: "The browser is signed in, and goes to where it came from.")], problems: [400, 401, 405])

    static let signOut = Operation(
        method: .post, path: "/sign-out", id: "sign-out", tag: "Sign-in",
        summary: "Ends the browser's session, or all sessions of its caller.",
        audience: .signedIn,
        parameters: [.query("everywhere", .bool, "`true`: all sessions of the caller, on every browser.")],
        answers: [
            200: Answer(description: "How many sessions ended.", schema: .answer(.required("ended", .count))),
            303: Answer(description: "To where the browser ends its session at the provider."),
        ], problems: [400, 408, 413], isPage: true)
}

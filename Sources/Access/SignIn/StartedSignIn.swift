import Crypto
import FoundationEssentials

/// A sign-in that a browser has begun and not finished.
///
/// The browser's cookie holds all of it: 256 random bits, the time and the return path. `state`, `nonce` and PKCE's verifier derive from
/// these. So any service can finish the sign-in, no other browser can, and nothing is stored for a browser that never comes back.
struct StartedSignIn {
    let path: ReturnPath
    private let secret: SessionSecret
    /// When it began: seconds since 1970.
    private let begun: Int

    /// How many seconds a browser has to finish a sign-in.
    static let lifetime = 600

    /// Begins a sign-in.
    init(returningTo path: ReturnPath, at now: Double) {
        self.path = path
        secret = SessionSecret()
        begun = Int(now)
    }

    /// Reads a sign-in's cookie; nil when the cookie has another form.
    init?(cookie: String) {
        let parts = cookie.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let secret = SessionSecret(String(parts[0])), let begun = Int(parts[1]),
            let path = Base64URL.decode(parts[2].utf8).flatMap({ ReturnPath(String(decoding: $0, as: UTF8.self)) })
        else { return nil }
        (self.secret, self.begun, self.path) = (secret, begun, path)
    }

    /// The text of the browser's cookie.
    var cookie: String { "\(secret.text).\(begun).\(Base64URL.encode(path.text.utf8))" }

    /// The SHA-256 of the random bits. The database keeps it with the session, so that a sign-in works only once.
    var hash: [UInt8] { secret.hash }

    var state: String { derived("state") }
    var nonce: String { derived("nonce") }
    /// PKCE's `code_verifier`.
    var verifier: String { derived("verifier") }
    /// PKCE's `code_challenge`, by S256.
    var challenge: String { Base64URL.encode(SHA256.hash(data: Array(verifier.utf8))) }

    /// Whether the sign-in began within its lifetime. One that began more than 30 s in the future is none of ours.
    func isInTime(at now: Double) -> Bool { Double(begun) <= now + 30 && now < Double(begun) + Double(Self.lifetime) }

    /// Whether `text` is the `state` of this sign-in; compared in constant time.
    func isState(_ text: String) -> Bool { SHA256.hash(data: Array(text.utf8)) == SHA256.hash(data: Array(state.utf8)) }

    private func derived(_ purpose: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(purpose) \(begun) \(path.text)".utf8), using: SymmetricKey(data: Array(secret.text.utf8)))
        return code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

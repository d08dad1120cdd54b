import Crypto

/// Proves that a page of ours made a form for this session: a code that only the holder of the session's secret can make.
struct FormToken {
    private let code: HMAC<SHA256>.MAC

    /// The name of the token's field in a form.
    static let field = "formToken"

    /// The token of a session.
    init(of session: String) {
        code = HMAC<SHA256>.authenticationCode(for: Array("form".utf8), using: SymmetricKey(data: Array(session.utf8)))
    }

    /// 64 hexadecimal digits.
    var text: String { code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    /// Whether a text is this token; compared in constant time.
    func matches(_ other: String) -> Bool { SHA256.hash(data: Array(other.utf8)) == SHA256.hash(data: Array(text.utf8)) }
}

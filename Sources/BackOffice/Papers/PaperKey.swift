public import Crypto

/// The key of the references on papers.
public struct PaperKey: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: 256 bits, for this purpose only. References do not reveal it.
    public init(_ key: SymmetricKey) { self.key = key }

    /// The authentication code of a message.
    func code(of message: [UInt8]) -> [UInt8] { Array(HMAC<SHA256>.authenticationCode(for: message, using: key)) }

    /// Whether `code` is the start of a message's code. A constant-time comparison.
    func isCode(_ code: [UInt8], of message: [UInt8]) -> Bool {
        zip(code, self.code(of: message)).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

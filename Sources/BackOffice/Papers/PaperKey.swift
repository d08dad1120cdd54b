public import Crypto

/// The key of the references of papers.
public struct PaperKey: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: 256 bits, for this and nothing else. It cannot be found from references.
    public init(_ key: SymmetricKey) { self.key = key }

    /// The code of a message.
    func code(of message: [UInt8]) -> [UInt8] { Array(HMAC<SHA256>.authenticationCode(for: message, using: key)) }

    /// Whether these are the first bytes of the code of a message. It takes the same time whichever byte differs.
    func isCode(_ code: [UInt8], of message: [UInt8]) -> Bool {
        zip(code, self.code(of: message)).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

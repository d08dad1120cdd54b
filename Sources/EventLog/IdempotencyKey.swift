/// A name that the sender gave to a command, bound to what the command was.
public struct IdempotencyKey: Sendable, Hashable {
    /// Between 1 and 255 bytes of UTF-8.
    public let key: String
    /// A keyed hash of the contract, the command and its body. Not a plain hash: a body can be short enough to be guessed.
    public let fingerprint: [UInt8]

    /// nil when the key is empty, longer than 255 bytes, or holds U+0000.
    public init?(_ key: String, fingerprint: [UInt8]) {
        guard (1...255).contains(key.utf8.count), !key.utf8.contains(0) else { return nil }
        self.key = key
        self.fingerprint = fingerprint
    }
}

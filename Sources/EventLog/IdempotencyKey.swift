/// A sender's name for a command, bound to the command's content.
public struct IdempotencyKey: Sendable, Hashable {
    /// UTF-8, without U+0000. A caller's key has the form `caller/key`; other keys hold no `/`.
    public let key: String
    /// A keyed hash of the contract, the command and its body. A plain hash would not do: short bodies can be guessed.
    public let fingerprint: [UInt8]

    /// A key without a caller, such as one made from a command's content.
    ///
    /// Nil when the key is empty, longer than 255 bytes, or holds U+0000.
    public init?(_ key: String, fingerprint: [UInt8]) {
        guard IdempotencyKey.accepts(key) else { return nil }
        self.key = key
        self.fingerprint = fingerprint
    }

    /// A caller's own key: two callers never share a key.
    ///
    /// Nil when the key is empty, longer than 255 bytes, or holds U+0000.
    public init?(_ key: String, of caller: String, fingerprint: [UInt8]) {
        guard IdempotencyKey.accepts(key) else { return nil }
        self.key = IdempotencyKey.owner(caller) + "/" + key
        self.fingerprint = fingerprint
    }

    /// Whether a caller may give this key.
    public static func accepts(_ key: String) -> Bool { (1...255).contains(key.utf8.count) && !key.utf8.contains(0) }

    /// The caller, with `%25` for `%` and `%2F` for `/`. The first `/` of a key thus ends the caller.
    private static func owner(_ caller: String) -> String {
        guard caller.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "%") }) else { return caller }
        return caller.replacing("%", with: "%25").replacing("/", with: "%2F")
    }
}

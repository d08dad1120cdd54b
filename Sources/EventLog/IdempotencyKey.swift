/// A name that the sender gave to a command, bound to what the command was.
public struct IdempotencyKey: Sendable, Hashable {
    /// UTF-8, without U+0000. One that a caller gave stands behind the caller and a `/`; another holds no `/`.
    public let key: String
    /// A keyed hash of the contract, the command and its body. Not a plain hash: a body can be short enough to be guessed.
    public let fingerprint: [UInt8]

    /// A key that belongs to nobody, such as one that is made of a command's content.
    ///
    /// nil when the key is empty, longer than 255 bytes, or holds U+0000.
    public init?(_ key: String, fingerprint: [UInt8]) {
        guard IdempotencyKey.accepts(key) else { return nil }
        self.key = key
        self.fingerprint = fingerprint
    }

    /// A key that a caller gave, and that belongs to them: the same of another caller is another key.
    ///
    /// nil when the key is empty, longer than 255 bytes, or holds U+0000.
    public init?(_ key: String, of caller: String, fingerprint: [UInt8]) {
        guard IdempotencyKey.accepts(key) else { return nil }
        self.key = IdempotencyKey.owner(caller) + "/" + key
        self.fingerprint = fingerprint
    }

    /// Whether a caller may give this key.
    public static func accepts(_ key: String) -> Bool { (1...255).contains(key.utf8.count) && !key.utf8.contains(0) }

    /// The caller, with `%25` for `%` and `%2F` for `/`: so the first `/` of a key is behind the caller, and no two callers share a key.
    private static func owner(_ caller: String) -> String {
        guard caller.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "%") }) else { return caller }
        return caller.replacing("%", with: "%25").replacing("/", with: "%2F")
    }
}

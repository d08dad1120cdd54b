/// Who tells something about money.
public struct BankCaller: Sendable {
    /// The caller's name, as events have it.
    public let id: String
    /// The caller's key: the same order under it is recorded once.
    public let key: String?
    /// Whether the caller may hand over a file of a run that they asked for themselves.
    public let actsAlone: Bool

    /// A caller.
    public init(_ id: String, key: String? = nil, actsAlone: Bool = true) {
        self.id = id
        self.key = key
        self.actsAlone = actsAlone
    }
}

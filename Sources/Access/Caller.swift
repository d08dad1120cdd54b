/// Who calls.
public struct Caller: Sendable, Hashable {
    /// An opaque identifier from the register of callers, never a person's name. Events and the access log keep it for ever.
    public let id: String
    /// The capacity in which the caller acts.
    public let capacity: Capacity

    /// A caller of the register.
    public init(id: String, capacity: Capacity) {
        self.id = id
        self.capacity = capacity
    }
}

/// Who calls.
public struct Caller: Sendable, Hashable {
    /// What stands for them in events and in the access log, for ever: an opaque identifier of the register of callers, never a person's name.
    public let id: String
    /// In what capacity they call.
    public let capacity: Capacity

    /// A caller of the register.
    public init(id: String, capacity: Capacity) {
        self.id = id
        self.capacity = capacity
    }
}

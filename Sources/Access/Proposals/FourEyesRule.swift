/// Says which operations a caller may do alone, and which another caller has to confirm.
public struct FourEyesRule: Sendable {
    /// The operations that supervisors may not do alone.
    private let guarded: Set<FourEyes>

    /// A rule under which supervisors may not do the `guarded` operations alone.
    public init(guarded: Set<FourEyes>) { self.guarded = guarded }

    /// Whether a caller may do this operation alone. A local token with every role may, so that sandboxes and small insurers can work.
    public func letsActAlone(_ caller: Caller, in operation: FourEyes) -> Bool {
        caller.capacity == .local || caller.capacity.has(oneOf: [.supervisor]) && !guarded.contains(operation)
    }
}

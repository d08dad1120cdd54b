/// What a caller may do alone, and what another has to confirm.
public struct FourEyesRule: Sendable {
    /// What supervisors do not do alone.
    private let guarded: Set<FourEyes>

    /// A rule under which supervisors do not do these alone.
    public init(guarded: Set<FourEyes>) { self.guarded = guarded }

    /// Whether a caller may do this without another. Whoever has a token of this machine with every role may: so a sandbox and a small house work.
    public func letsActAlone(_ caller: Caller, in operation: FourEyes) -> Bool {
        caller.capacity == .local || caller.capacity.has(oneOf: [.supervisor]) && !guarded.contains(operation)
    }
}

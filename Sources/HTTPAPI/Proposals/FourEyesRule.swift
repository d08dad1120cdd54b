import Access

/// What a caller may do alone, and what another has to confirm.
struct FourEyesRule: Sendable {
    /// What supervisors do not do alone.
    let guarded: Set<FourEyes>

    /// Whether a caller may do this without another. Whoever has a token of this machine with every role may: so a sandbox and a small house work.
    func letsActAlone(_ caller: Caller, in operation: FourEyes) -> Bool {
        caller.capacity == .local || caller.capacity.has(oneOf: [.supervisor]) && !guarded.contains(operation)
    }
}

public import CivilTime

/// The agent moves to another employer of the scheme.
public struct EmployerChange: Hashable, Sendable {
    /// The first day there.
    public var effectiveOn: Day
    /// The employer's code.
    public var employer: String

    /// A change as the caller states it.
    public init(effectiveOn: Day, employer: String) {
        self.effectiveOn = effectiveOn
        self.employer = employer
    }
}

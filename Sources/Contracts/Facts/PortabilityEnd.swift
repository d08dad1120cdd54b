public import CivilTime

/// The portability ends before its window does.
public struct PortabilityEnd: Hashable, Sendable {
    /// Why.
    public enum Reason: String, CaseIterable, Sendable {
        case newEmployment, benefitsEnded, retirement, death, request
    }

    /// The first day out.
    public var effectiveOn: Day
    /// Why.
    public var reason: Reason

    /// An end of portability as it was told.
    public init(effectiveOn: Day, reason: Reason) {
        self.effectiveOn = effectiveOn
        self.reason = reason
    }
}

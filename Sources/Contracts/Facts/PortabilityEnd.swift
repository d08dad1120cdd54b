public import CivilTime

/// The portability ends before its window does.
public struct PortabilityEnd: Hashable, Sendable {
    /// The reasons for an end.
    public enum Reason: String, CaseIterable, Sendable {
        case newEmployment, benefitsEnded, retirement, death, request
    }

    /// The first day without portability.
    public var effectiveOn: Day
    /// The reason.
    public var reason: Reason

    /// An end of portability as the caller states it.
    public init(effectiveOn: Day, reason: Reason) {
        self.effectiveOn = effectiveOn
        self.reason = reason
    }
}

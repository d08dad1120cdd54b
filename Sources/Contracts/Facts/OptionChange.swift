public import CivilTime

/// The holder takes another option.
public struct OptionChange: Hashable, Sendable {
    /// The first day under it.
    public var effectiveOn: Day
    /// The option.
    public var option: Option

    /// A change as the caller states it.
    public init(effectiveOn: Day, option: Option) {
        self.effectiveOn = effectiveOn
        self.option = option
    }
}

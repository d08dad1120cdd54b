public import CivilTime

/// The holder accepts or declines remote transmission (G19).
public struct RemoteTransmissionChange: Hashable, Sendable {
    /// The first day of the change.
    public var effectiveOn: Day
    /// Whether it is accepted.
    public var remoteTransmission: Bool

    /// A change as the caller states it.
    public init(effectiveOn: Day, remoteTransmission: Bool) {
        self.effectiveOn = effectiveOn
        self.remoteTransmission = remoteTransmission
    }
}

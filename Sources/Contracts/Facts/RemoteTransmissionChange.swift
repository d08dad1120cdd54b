public import CivilTime

/// The holder accepts or declines remote transmission (G19).
public struct RemoteTransmissionChange: Hashable, Sendable {
    /// The first day of it.
    public var effectiveOn: Day
    /// Whether it is accepted.
    public var remoteTransmission: Bool

    /// A change as it was told.
    public init(effectiveOn: Day, remoteTransmission: Bool) {
        self.effectiveOn = effectiveOn
        self.remoteTransmission = remoteTransmission
    }
}

public import CivilTime

/// The agent requests to keep the guarantees during an unpaid absence (G13).
public struct ContinuationRequest: Hashable, Sendable {
    /// The first day of the absence, which identifies it.
    public var suspensionFrom: Day
    /// The day the request was sent.
    public var requestedOn: Day

    /// A request as the caller states it.
    public init(suspensionFrom: Day, requestedOn: Day) {
        self.suspensionFrom = suspensionFrom
        self.requestedOn = requestedOn
    }
}

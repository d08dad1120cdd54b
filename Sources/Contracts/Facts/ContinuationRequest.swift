public import CivilTime

/// The agent asks that the guarantees go on during an unpaid absence (G13).
public struct ContinuationRequest: Hashable, Sendable {
    /// The first day of the absence: it names the absence.
    public var suspensionFrom: Day
    /// The day the request was sent.
    public var requestedOn: Day

    /// A request as it was told.
    public init(suspensionFrom: Day, requestedOn: Day) {
        self.suspensionFrom = suspensionFrom
        self.requestedOn = requestedOn
    }
}

public import CivilTime

/// France Travail attests a month (G9).
public struct Proof: Hashable, Sendable {
    /// The month attested.
    public var month: Month
    /// The first day of the month without compensation; `nil` when the whole month was compensated.
    public var lostOn: Day?

    /// An attestation: of a compensated month, or of the day on which compensation was lost.
    public init(month: Month, lostOn: Day? = nil) {
        self.month = month
        self.lostOn = lostOn
    }
}

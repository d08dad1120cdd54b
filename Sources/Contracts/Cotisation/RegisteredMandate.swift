public import CivilTime

/// A SEPA mandate (G15), as one of its registrations states it.
public struct RegisteredMandate: Hashable, Sendable {
    /// Its unique reference.
    public let reference: String
    /// The day it was signed.
    public let signedOn: Day
    /// The version of the event that registered it. The same reference registered again is another registration.
    public let event: Int

    /// A registration.
    public init(reference: String, signedOn: Day, event: Int) {
        self.reference = reference
        self.signedOn = signedOn
        self.event = event
    }
}

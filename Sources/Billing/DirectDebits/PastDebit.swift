public import CivilTime

/// A direct debit of an earlier run, as later runs need it.
public struct PastDebit: Hashable, Sendable {
    /// What became of it.
    public enum Outcome: Hashable, Sendable {
        /// It was presented, and has not come back.
        case presented
        /// Its file was withdrawn, or its run cancelled, and no bank has credited the file.
        case withdrawn
        /// It came back for a reason, as recorded at a position of the log.
        case returned(reason: String, position: Int64)
    }

    /// The reference of its mandate.
    public let mandateReference: String
    /// The version of the event that registered the mandate.
    public let registration: Int
    /// The day of collection.
    public let collectionOn: Day
    /// What became of it.
    public let outcome: Outcome

    /// A debit.
    public init(mandateReference: String, registration: Int, collectionOn: Day, outcome: Outcome) {
        self.mandateReference = mandateReference
        self.registration = registration
        self.collectionOn = collectionOn
        self.outcome = outcome
    }
}

public import CivilTime

/// What keeps a child's right past 21, for a period.
public struct BeneficiaryStatus: Hashable, Sendable {
    /// The statuses that the guide knows (G2).
    public enum Kind: String, CaseIterable, Sendable {
        case student, apprentice, jobSeeker, disabled
    }

    /// What proves a disability besides the commission's recognition.
    public enum Evidence: String, CaseIterable, Sendable {
        case cmiInvalidity, aeeh, aah
    }

    /// Which status.
    public var kind: Kind
    /// The days on which it holds.
    public var period: Period
    /// Whether the CDAPH recognised the disability.
    public var cdaph: Bool?
    /// The card held or allowance drawn.
    public var evidence: Evidence?

    /// A status from a day on, through another when one is known.
    public init(kind: Kind, from: Day, through: Day? = nil, cdaph: Bool? = nil, evidence: Evidence? = nil) {
        self.kind = kind
        self.period = Period(from: from, through: through)
        self.cdaph = cdaph
        self.evidence = evidence
    }
}

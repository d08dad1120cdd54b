public import CivilTime

/// A status that keeps a child's right after age 21, for a period.
public struct BeneficiaryStatus: Hashable, Sendable {
    /// The statuses of the guide (G2).
    public enum Kind: String, CaseIterable, Sendable {
        case student, apprentice, jobSeeker, disabled
    }

    /// The evidence of a disability, besides the commission's recognition.
    public enum Evidence: String, CaseIterable, Sendable {
        case cmiInvalidity, aeeh, aah
    }

    /// The kind of status.
    public var kind: Kind
    /// The days on which it holds.
    public var period: Period
    /// Whether the CDAPH recognised the disability.
    public var cdaph: Bool?
    /// The card held or allowance drawn.
    public var evidence: Evidence?

    /// A status from a day on, through another day if that is known.
    public init(kind: Kind, from: Day, through: Day? = nil, cdaph: Bool? = nil, evidence: Evidence? = nil) {
        self.kind = kind
        self.period = Period(from: from, through: through)
        self.cdaph = cdaph
        self.evidence = evidence
    }
}

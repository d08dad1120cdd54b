public import CivilTime

/// What may be claimed or asked for on a day, until when, and what is missing.
public struct Eligibility: Sendable {
    /// Whether an unpaid absence can be continued.
    public struct ContinuationRight: Sendable {
        /// Whether a request can still be sent on the day.
        public let eligible: Bool
        /// The last day to send it; `nil` when there is nothing to ask for.
        public let through: Day?
        /// Why.
        public let because: [Reason]
    }

    /// Whether guarantees are kept after employment.
    public struct PortabilityRight: Sendable {
        /// Whether the day is one of a portability's.
        public let eligible: Bool
        /// The rules that a start would still break.
        public let missing: [Rule]
        /// The portability that has started, if any.
        public let started: Started?
        /// Why.
        public let because: [Reason]
    }

    /// A portability under way or past.
    public struct Started: Sendable {
        /// Its days, cuts included; empty when it was cut on its first.
        public let days: Period
        /// N, the months counted from the bulletin, uncut.
        public let months: Int
        /// What each month that the days touch must prove.
        public let proofs: [MonthlyProof]
    }

    /// A month's proof.
    public struct MonthlyProof: Hashable, Sendable {
        /// The month.
        public let month: Month
        /// How far it has come.
        public let state: ProofState
        /// The last day on which it is in time.
        public let dueThrough: Day
    }

    /// A beneficiary's right.
    public struct BeneficiaryRight: Sendable {
        /// Whose.
        public let beneficiary: BeneficiaryID
        /// Whether they have it on the day.
        public let eligible: Bool
        /// Its last day; `nil` without an end, or without the right.
        public let through: Day?
        /// Why.
        public let because: [Reason]
    }

    /// A service, and whether cover brings it on the day.
    public struct ServiceRight: Sendable {
        /// The service.
        public let service: Service
        /// Whether it may be claimed.
        public let available: Bool
    }

    /// Continuation of an unpaid absence.
    public let continuation: ContinuationRight
    /// Portability.
    public let portability: PortabilityRight
    /// Each beneficiary's right.
    public let beneficiaries: [BeneficiaryRight]
    /// The scheme's services.
    public let services: [ServiceRight]
}

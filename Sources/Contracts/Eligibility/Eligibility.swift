public import CivilTime

/// What may be claimed or requested on a day, until when, and what is missing.
public struct Eligibility: Sendable {
    /// Whether an unpaid absence can be continued.
    public struct ContinuationRight: Sendable {
        /// Whether a request can still be sent on the day.
        public let eligible: Bool
        /// The last day to send a request; `nil` when none can be sent.
        public let through: Day?
        /// The reasons.
        public let because: [Reason]
    }

    /// Whether guarantees are kept after employment.
    public struct PortabilityRight: Sendable {
        /// Whether the day is in a portability.
        public let eligible: Bool
        /// The rules that a start of portability would still break.
        public let missing: [Rule]
        /// The portability that has started, if any.
        public let started: Started?
        /// The reasons.
        public let because: [Reason]
    }

    /// A current or past portability.
    public struct Started: Sendable {
        /// Its days, after all cuts; empty when it was cut on its first day.
        public let days: Period
        /// N, the months computed from the bulletin, before any cut.
        public let months: Int
        /// The proof of each month that the days touch.
        public let proofs: [MonthlyProof]
    }

    /// A month's proof.
    public struct MonthlyProof: Hashable, Sendable {
        /// The month.
        public let month: Month
        /// The state of the proof.
        public let state: ProofState
        /// The last day on which it is in time.
        public let dueThrough: Day
    }

    /// A beneficiary's right.
    public struct BeneficiaryRight: Sendable {
        /// The beneficiary.
        public let beneficiary: BeneficiaryID
        /// Whether they have the right on the day.
        public let eligible: Bool
        /// Its last day; `nil` without an end, or without the right.
        public let through: Day?
        /// The reasons.
        public let because: [Reason]
    }

    /// A service, and whether it is available on the day.
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

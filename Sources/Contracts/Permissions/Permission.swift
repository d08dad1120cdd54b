public import CivilTime

/// Whether facts of one kind may be told for a day: what the rules said to some facts that were tried.
///
/// The facts tried are at fault by nothing that they say themselves: a paper or a birth date that a rule asks for is there. What is left is what
/// the contract forbids. Where the answer depends on the body, facts with each choice were tried.
public struct Permission: Hashable, Sendable {
    /// The kind.
    public let kind: FactKind
    /// The field of the body on which the answer may depend; `nil` when it depends on the day alone.
    public let field: BodyField?
    /// The facts tried, and what the rules said to each. Never empty.
    public let trials: [Trial]

    /// A fact that was tried.
    public struct Trial: Hashable, Sendable {
        /// What its body says in the field on which the answer may depend.
        public let choice: Choice
        /// The fact.
        public let fact: Fact
        /// What the rules said to it.
        public let outcome: Outcome
    }

    /// What a body says, where the answer may depend on it.
    public enum Choice: Hashable, Sendable {
        /// The answer depends on the day alone.
        case any
        case scheme(String)
        case income(Suspension.Income)
        case cause(TemporaryCessation.Cause)
        /// A person who was never enrolled.
        case newBeneficiary(Relation)
        case beneficiary(BeneficiaryID)
        /// An unpaid absence, by its first day, and the day on which the request was sent.
        case absence(from: Day, requestedOn: Day)
        /// An employment, by its last day.
        case lastDay(Day)
        case month(Month)
        case mandate(String)
        case version(Int)
    }

    /// What the rules said to a fact.
    public enum Outcome: Hashable, Sendable {
        case accepted
        /// It would tell nothing new: that is no error.
        case known
        case refused(Refusal)
    }

    /// The answer in short.
    public enum Verdict: Hashable, Sendable {
        /// Allowed, whatever the body says in place of `field`.
        case allowed
        /// Allowed for some bodies, by what they say in this field.
        case depends(on: BodyField)
        /// Forbidden for every body: the refusal of the first fact tried.
        case forbidden(Refusal)
    }

    /// The answer in short.
    public var verdict: Verdict {
        let refusals = trials.compactMap { trial -> Refusal? in if case .refused(let refusal) = trial.outcome { refusal } else { nil } }
        if let first = refusals.first, refusals.count == trials.count { return .forbidden(first) }
        // Of the events that could be annulled only some are tried.
        guard let field, !refusals.isEmpty || kind == .rescission else { return .allowed }
        return .depends(on: field)
    }
}

public import CivilTime

/// Whether facts of one kind may be told for a day.
///
/// The answer comes from trials: facts of the kind, judged as if they were told now. No rule finds fault with what such a fact says itself: no paper is
/// missing, and no birth date is wrong. So a refusal comes from the contract. Where the answer depends on the body, each choice has its trial.
public struct Permission: Hashable, Sendable {
    /// The kind.
    public let kind: FactKind
    /// The field in which the trials differ; `nil` when the answer depends on the day alone.
    public let field: BodyField?
    /// The trials; one at least.
    public let trials: [Trial]
    /// Whether no other fact of the kind was left untried that might be answered otherwise.
    public let isComplete: Bool

    /// A fact that was judged.
    public struct Trial: Hashable, Sendable {
        /// What it says in the field in which the trials differ.
        public let choice: Choice
        /// The fact.
        public let fact: Fact
        /// What the rules say to it.
        public let outcome: Outcome
    }

    /// What a fact says in the field in which the trials differ.
    public enum Choice: Hashable, Sendable {
        /// Nothing: the answer depends on the day alone.
        case any
        case scheme(String)
        case income(Suspension.Income)
        case cause(TemporaryCessation.Cause)
        /// A person who was never enrolled.
        case newBeneficiary(Relation)
        case beneficiary(BeneficiaryID)
        /// A person who joins with a status.
        case beneficiaryWithStatus(BeneficiaryID)
        /// An unpaid absence, by its first day, and the day on which the request was sent.
        case absence(from: Day, requestedOn: Day)
        /// An employment, by its last day.
        case lastDay(Day)
        case month(Month)
        case mandate(String)
        case version(Int)
    }

    /// What the rules say to a fact.
    public enum Outcome: Hashable, Sendable {
        case accepted
        /// The fact tells nothing new: that is no error, and nothing would be recorded.
        case known
        case refused(Refusal)
    }

    /// The answer in short.
    public enum Verdict: Hashable, Sendable {
        /// Allowed for each choice.
        case allowed
        /// Allowed for some choices in this field.
        case depends(on: BodyField)
        /// Forbidden for each choice, with the refusal of the first.
        case forbidden(Refusal)
    }

    /// The answer in short.
    public var verdict: Verdict {
        let refusals = trials.compactMap { trial -> Refusal? in if case .refused(let refusal) = trial.outcome { refusal } else { nil } }
        if isComplete, let first = refusals.first, refusals.count == trials.count { return .forbidden(first) }
        guard let field = decidingField, !refusals.isEmpty || !isComplete else { return .allowed }
        return .depends(on: field)
    }

    /// The field in which the accepted trials differ from the refused ones. For an enrolment it is narrower than `field` where one person is accepted
    /// and refused.
    private var decidingField: BodyField? {
        guard kind == .enrolment else { return field }
        var (accepted, refused): ([Choice], [Choice]) = ([], [])
        for trial in trials {
            if case .refused = trial.outcome { refused.append(trial.choice) } else { accepted.append(trial.choice) }
        }
        var fields: Set<BodyField> = []
        for choice in refused {
            switch choice {
            case .newBeneficiary:
                let isOtherAccepted = accepted.contains { if case .newBeneficiary = $0 { true } else { false } }
                fields.insert(isOtherAccepted ? .relation : .beneficiary)
            case .beneficiary(let id): fields.insert(accepted.contains(.beneficiaryWithStatus(id)) ? .status : .beneficiary)
            default: fields.insert(.beneficiary)
            }
        }
        return fields.count == 1 ? fields.first : field
    }
}

public import CivilTime

/// Whether facts of one kind may be recorded for a day.
///
/// Facts of the kind are tried, as if they were recorded now. Each trial fact is correct in itself, so a refusal comes from the contract.
/// If the answer depends on the body, each choice has its trial.
public struct Permission: Hashable, Sendable {
    /// The kind.
    public let kind: FactKind
    /// The field in which the trials differ; `nil` when the answer depends on the day alone.
    public let field: BodyField?
    /// The trials; at least one.
    public let trials: [Trial]
    /// Whether the trials cover all facts of the kind whose answer may differ.
    public let isComplete: Bool

    /// A trial fact and its outcome.
    public struct Trial: Hashable, Sendable {
        /// Its value of the field in which the trials differ.
        public let choice: Choice
        /// The fact.
        public let fact: Fact
        /// The outcome.
        public let outcome: Outcome
    }

    /// The value of the field in which the trials differ.
    public enum Choice: Hashable, Sendable {
        /// No value: the answer depends on the day alone.
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

    /// The outcome of a trial.
    public enum Outcome: Hashable, Sendable {
        case accepted
        /// The fact adds nothing new: it is not an error, and nothing would be recorded.
        case known
        case refused(Refusal)
    }

    /// The summary of the answer.
    public enum Verdict: Hashable, Sendable {
        /// Allowed for every choice.
        case allowed
        /// Allowed for some choices of this field.
        case depends(on: BodyField)
        /// Forbidden for every choice, with the refusal of the first.
        case forbidden(Refusal)
    }

    /// The summary of the answer.
    public var verdict: Verdict {
        let refusals = trials.compactMap { trial -> Refusal? in if case .refused(let refusal) = trial.outcome { refusal } else { nil } }
        if isComplete, let first = refusals.first, refusals.count == trials.count { return .forbidden(first) }
        guard let field = decidingField, !refusals.isEmpty || !isComplete else { return .allowed }
        return .depends(on: field)
    }

    /// The field in which accepted trials differ from refused ones. For an enrolment it is narrower than `field` if the same person is both
    /// accepted and refused.
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

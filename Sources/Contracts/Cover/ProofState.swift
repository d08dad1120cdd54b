import CivilTime

/// The state of a month's proof, judged on a day.
public enum ProofState: String, CaseIterable, Sendable {
    case proven, awaited, overdue

    /// The state of a missing proof that is due through a day.
    init(unproven dueThrough: Day, asOf: Day) {
        self = asOf <= dueThrough ? .awaited : .overdue
    }

    /// The rule for this state.
    var rule: Rule {
        switch self {
        case .proven: .proofProven
        case .awaited: .proofAwaited
        case .overdue: .proofOverdue
        }
    }
}

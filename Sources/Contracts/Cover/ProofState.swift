import CivilTime

/// How far a month's proof has come, on the day on which deadlines are judged.
public enum ProofState: String, CaseIterable, Sendable {
    case proven, awaited, overdue

    /// That of a month without its proof, due through a day.
    init(unproven dueThrough: Day, asOf: Day) {
        self = asOf <= dueThrough ? .awaited : .overdue
    }

    /// The rule that says it.
    var rule: Rule {
        switch self {
        case .proven: .proofProven
        case .awaited: .proofAwaited
        case .overdue: .proofOverdue
        }
    }
}

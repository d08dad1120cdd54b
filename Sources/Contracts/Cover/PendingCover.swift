public import CivilTime

/// A cover that may still lack its proof: its state depends on the day on which deadlines are judged.
public enum PendingCover: Hashable, Sendable {
    /// A cover that does not depend on that day.
    case settled(Cover)
    /// A day of portability in a month without proof; `dueThrough` is the last day on which the proof is in time.
    case unproven(dueThrough: Day)

    /// The cover, judged on a day.
    public func judged(asOf: Day) -> Cover {
        switch self {
        case .settled(let cover): cover
        case .unproven(let dueThrough):
            switch ProofState(unproven: dueThrough, asOf: asOf) {
            case .overdue: Cover(.lapsed, .portability)
            case .awaited, .proven: Cover(.provisional, .portability)
            }
        }
    }

    /// No cover.
    static let none = PendingCover.settled(.none)

    /// The ground, which does not depend on the proof.
    var basis: Cover.Basis? {
        switch self {
        case .settled(let cover): cover.basis
        case .unproven: .portability
        }
    }

    /// Whether the person is affiliated: they have a cover, and are not exempt.
    var isHeld: Bool {
        switch self {
        case .settled(let cover): cover.state != .none && cover.state != .exempt
        case .unproven: true
        }
    }
}

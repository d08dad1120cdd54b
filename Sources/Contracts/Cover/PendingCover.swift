public import CivilTime

/// A cover whose proof may still be to come: what it is depends on the day on which deadlines are judged.
public enum PendingCover: Hashable, Sendable {
    /// A cover that time passing does not change.
    case settled(Cover)
    /// A day of portability whose month lacks its proof; the last day on which that is in time.
    case unproven(dueThrough: Day)

    /// The cover, with deadlines judged on a day.
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

    /// On what ground it is; that does not depend on the proof.
    var basis: Cover.Basis? {
        switch self {
        case .settled(let cover): cover.basis
        case .unproven: .portability
        }
    }

    /// Whether the person is affiliated with it: neither without cover nor exempt.
    var isHeld: Bool {
        switch self {
        case .settled(let cover): cover.state != .none && cover.state != .exempt
        case .unproven: true
        }
    }
}

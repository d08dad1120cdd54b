public import Contracts

/// The look of a piece in a lane. The raw value is the CSS class for its fill and stroke.
public enum PieceLook: String, CaseIterable, Sendable {
    // Cover.
    case covered = "c"
    case continuation = "m"
    case provisional = "v"
    case lapsed = "l"
    case suspended = "u"
    case exempt = "x"
    // Situation.
    case atWork = "s"
    case paidAbsence = "s1"
    case unpaidAbsence = "s2"
    case portability = "s3"
    case temporaryCessation = "s4"
    // Payment.
    case payment = "ag"
    case nothingDue = "z"
    /// No cover, no standing, or a month before the contract: nothing is drawn.
    case nothing = "no"

    /// The look of a cover.
    public init(_ cover: Cover) {
        self =
            switch cover.state {
            case .covered: cover.basis == .continuation ? .continuation : .covered
            case .provisional: .provisional
            case .lapsed: .lapsed
            case .suspended: .suspended
            case .exempt: .exempt
            case .none: .nothing
            }
    }

    /// The look of a standing.
    public init(_ shown: ShownStanding) {
        self =
            switch shown.standing {
            case .active: .atWork
            case .paidAbsence: .paidAbsence
            case .suspended: .unpaidAbsence
            case .temporaryCessation: .temporaryCessation
            case .portability: shown.isOver ? .nothing : .portability
            case .exempt: shown.isOver ? .nothing : .exempt
            case .outside, .ended: .nothing
            }
    }

    /// Whether a pattern covers the fill.
    var hasPattern: Bool {
        switch self {
        case .continuation, .provisional, .lapsed, .suspended, .exempt, .unpaidAbsence: true
        case .covered, .atWork, .paidAbsence, .portability, .temporaryCessation, .payment, .nothingDue, .nothing: false
        }
    }
}

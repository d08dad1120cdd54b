/// The holder's status in the scheme on a day.
public enum Standing: String, CaseIterable, Sendable {
    case outside, exempt, active, paidAbsence, suspended, temporaryCessation, ended, portability

    /// Whether the holder is employed and affiliated, at work or absent.
    public var isEmployed: Bool {
        switch self {
        case .active, .paidAbsence, .suspended, .temporaryCessation: true
        case .outside, .exempt, .ended, .portability: false
        }
    }
}

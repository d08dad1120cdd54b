/// What the holder is to the scheme on a day.
public enum Standing: String, CaseIterable, Sendable {
    case outside, exempt, active, paidAbsence, suspended, temporaryCessation, ended, portability

    /// Whether the holder is employed and affiliated, at work or not.
    public var isEmployed: Bool {
        switch self {
        case .active, .paidAbsence, .suspended, .temporaryCessation: true
        case .outside, .exempt, .ended, .portability: false
        }
    }
}

import EventLog

extension ServiceError {
    /// What a fault of the clock means to a sender.
    init(_ fault: ClockFault) {
        switch fault {
        case .differs(let microseconds): self = .clockDiffers(seconds: Int(microseconds / 1_000_000))
        case .logEndsInFuture(let microseconds): self = .logEndsInFuture(seconds: Int(microseconds / 1_000_000))
        }
    }

    /// Whether a command is undecided because none can be decided, for want of the database or of the right time: the same again may be.
    public var isOutage: Bool {
        switch self {
        case .unavailable, .outcomeUnknown, .clockDiffers, .logEndsInFuture: true
        default: false
        }
    }
}

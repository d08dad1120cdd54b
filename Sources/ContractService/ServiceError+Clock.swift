import EventLog

extension ServiceError {
    /// The sender's error for a clock fault.
    init(_ fault: ClockFault) {
        switch fault {
        case .differs(let microseconds): self = .clockDiffers(seconds: Int(microseconds / 1_000_000))
        case .logEndsInFuture(let microseconds): self = .logEndsInFuture(seconds: Int(microseconds / 1_000_000))
        }
    }
}

import EventLog

extension ServiceError {
    /// What a fault of the clock means to a sender.
    init(_ fault: ClockFault) {
        switch fault {
        case .differs(let microseconds): self = .clockDiffers(seconds: Int(microseconds / 1_000_000))
        case .logEndsInFuture(let microseconds): self = .logEndsInFuture(seconds: Int(microseconds / 1_000_000))
        }
    }
}

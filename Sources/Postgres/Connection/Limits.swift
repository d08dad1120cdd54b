/// The limits of waiting for the server.
struct Limits {
    var deadline: ContinuousClock.Instant?
    /// Whether the access was cancelled. The canceller also raises the worker's `WakeSignal`.
    var isCancelled: () -> Bool

    static var none: Limits { Limits(deadline: nil, isCancelled: { false }) }

    /// The limit that was reached; nil when none was.
    var reached: EarlyEnd? {
        if isCancelled() { return .cancelled }
        if let deadline, ContinuousClock.now >= deadline { return .deadline }
        return nil
    }

    /// The time until the deadline, for `poll`; -1 without a deadline.
    var milliseconds: Int32 {
        guard let deadline else { return -1 }
        return Int32(clamping: (deadline - .now).milliseconds + 1)
    }
}

/// What ends the wait for the server before it has answered.
struct Limits {
    var deadline: ContinuousClock.Instant?
    /// Whether the access was cancelled; the worker's `WakeSignal` is raised when it becomes so.
    var isCancelled: () -> Bool

    static var none: Limits { Limits(deadline: nil, isCancelled: { false }) }

    /// Why nothing more should be done; nil: go on.
    var reached: EarlyEnd? {
        if isCancelled() { return .cancelled }
        if let deadline, ContinuousClock.now >= deadline { return .deadline }
        return nil
    }

    /// Until the deadline, for `poll`; -1: for ever.
    var milliseconds: Int32 {
        guard let deadline else { return -1 }
        return Int32(clamping: (deadline - .now).milliseconds + 1)
    }
}

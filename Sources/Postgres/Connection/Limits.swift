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

    /// The time until the deadline or until `due`, whichever is earlier, for `poll`; -1 without both.
    func milliseconds(before due: ContinuousClock.Instant?) -> Int32 {
        guard let end = deadline.map({ min($0, due ?? $0) }) ?? due else { return -1 }
        // A negative time would be none at all: what has passed already is not waited for.
        return Int32(clamping: max(0, (end - .now).milliseconds + 1))
    }
}

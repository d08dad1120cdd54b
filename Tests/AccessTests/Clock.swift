import Synchronization

/// A clock that a test sets.
final class Clock: Sendable {
    private let seconds: Mutex<Double>

    init(_ seconds: Double) { self.seconds = Mutex(seconds) }

    var now: @Sendable () -> Double { { self.seconds.withLock { $0 } } }

    func pass(_ more: Double) { seconds.withLock { $0 += more } }
}

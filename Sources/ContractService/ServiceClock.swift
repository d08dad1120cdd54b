public import CivilTime
import FoundationEssentials
import Synchronization

/// What time it is, for the log and for questions about now.
public protocol ServiceClock: Sendable {
    /// The present instant.
    func now() -> Instant
}

/// The machine's clock.
public struct SystemClock: ServiceClock {
    /// The machine's clock.
    public init() {}

    /// The present instant, to the microsecond.
    public func now() -> Instant {
        Instant(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded(.down)))
    }
}

/// A clock that stands still where it was set; free, it shows the machine's time.
public final class SandboxClock: ServiceClock {
    private let setting = Mutex<Instant?>(nil)

    /// A free clock.
    public init() {}

    /// Where it was set, or the machine's time.
    public func now() -> Instant { setting.withLock { $0 } ?? SystemClock().now() }

    /// Sets it.
    ///
    /// - Returns: false, and nothing is changed, when that would be going back.
    func set(_ instant: Instant) -> Bool {
        setting.withLock { setting in
            if let setting, instant < setting { return false }
            setting = instant
            return true
        }
    }

    /// Frees it.
    func free() { setting.withLock { $0 = nil } }
}

public import CivilTime
import FoundationEssentials
import Synchronization

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

public import CivilTime
import FoundationEssentials
import Synchronization

/// A sandbox's clock: stands still after it is set; otherwise shows the machine's time.
public final class SandboxClock: ServiceClock {
    private let setting = Mutex<Instant?>(nil)

    /// A clock that is not set.
    public init() {}

    /// The set time, or the machine's time.
    public func now() -> Instant { setting.withLock { $0 } ?? SystemClock().now() }

    /// Sets the clock.
    ///
    /// - Returns: False, without a change, when the clock would go back.
    func set(_ instant: Instant) -> Bool {
        setting.withLock { setting in
            if let setting, instant < setting { return false }
            setting = instant
            return true
        }
    }

    /// Returns to the machine's time.
    func free() { setting.withLock { $0 = nil } }
}

public import CivilTime
import FoundationEssentials
import Synchronization

/// The machine's clock.
public struct SystemClock: ServiceClock {
    /// The machine's clock.
    public init() {}

    /// The present instant, to the microsecond.
    public func now() -> Instant {
        Instant(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded(.down)))
    }
}

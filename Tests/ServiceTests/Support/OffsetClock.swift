import CivilTime
import ContractService
import Synchronization

/// The machine's clock, set wrong.
final class OffsetClock: ServiceClock {
    private let seconds: Mutex<Int64>

    init(seconds: Int64) { self.seconds = Mutex(seconds) }

    func now() -> Instant { SystemClock().now().adding(microseconds: seconds.withLock { $0 } * 1_000_000) }

    /// Sets it to be so far ahead of the machine's.
    func set(seconds: Int64) { self.seconds.withLock { $0 = seconds } }
}

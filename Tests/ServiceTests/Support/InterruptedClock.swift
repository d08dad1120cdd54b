import CivilTime
import ContractService
import Dispatch
import Synchronization

/// A clock that, when it is asked, lets something else happen first.
///
/// A round of the desk asks what time it is after it has read the histories and before it appends: what happens then is what another
/// process would do in between.
final class InterruptedClock: ServiceClock {
    private let instant: Instant
    private let interruptions = Mutex<[@Sendable () -> Void]>([])

    init(at instant: Instant) { self.instant = instant }

    func now() -> Instant {
        let interruption = interruptions.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        interruption?()
        return instant
    }

    /// The next time the clock is asked, the body is run to its end first. It must be asked on a thread that may wait: a session's.
    func interrupt(_ body: @escaping @Sendable () async throws -> Void) {
        interruptions.withLock { interruptions in
            interruptions.append {
                let ended = DispatchSemaphore(value: 0)
                Task {
                    do { try await body() } catch { preconditionFailure("the interruption failed: \(error)") }
                    ended.signal()
                }
                ended.wait()
            }
        }
    }

    /// How many interruptions are to come.
    var pending: Int { interruptions.withLock { $0.count } }
}

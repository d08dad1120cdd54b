import ContractService
import Logging
import Metrics
import Synchronization

/// Watches the standby that answers questions, and logs when it begins and ceases to answer.
struct StandbyWatching: Sendable {
    let watch: StandbyWatch
    let logger: Logger

    /// Watches until the task is cancelled.
    func run() async {
        let age = Gauge(label: "maintien_read_database_age_seconds")
        let usable = Gauge(label: "maintien_read_database_used")
        let wasUsable = Mutex<Bool?>(nil)
        await watch.run { [logger] found in
            if let found { age.record(found / .seconds(1)) }
            usable.record(found == nil ? 0 : 1)
            let isUsable = found != nil
            let was = wasUsable.withLock { last in
                defer { last = isUsable }
                return last
            }
            if was == isUsable { return }
            if isUsable {
                logger.notice("the read database answers questions")
            } else {
                logger.warning("the read database is away or too old: the primary answers all questions")
            }
        }
    }
}

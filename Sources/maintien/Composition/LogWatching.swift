import ContractService
import EventLog
import Logging
import Metrics

/// Checks the log's identity and clock regularly, and logs each change.
struct LogWatching {
    let contracts: ContractService
    let logger: Logger
    private let offset = Gauge(label: "maintien_clock_offset_seconds")
    private let isRefusing = Gauge(label: "maintien_clock_refusing")
    private let isDatabaseUp = Gauge(label: "maintien_database_up")

    /// The most seconds by which the clocks may differ without an alarm.
    private static let alarm: Double = 5
    private static let interval = Duration.seconds(2)

    /// The state of the clock that was logged last.
    private enum Clock: Hashable { case right, off, refusing }

    init(contracts: ContractService, logger: Logger) {
        self.contracts = contracts
        self.logger = logger
    }

    /// Checks the log until the task is cancelled.
    ///
    /// - Parameter first: the state of the log at the start.
    func run(from first: LogSight) async {
        var clock = Clock.right
        var mark = first.mark
        var sight: LogSight? = first
        var awaitsRecovery = false
        while !Task.isCancelled {
            isDatabaseUp.record(sight == nil ? 0 : 1)
            if let sight {
                if sight.mark != mark { tellIncarnation(sight) }
                mark = sight.mark
                clock = tellClock(sight, after: clock)
            }
            try? await Task.sleep(for: LogWatching.interval)
            do {
                sight = try await contracts.lookAtLog()
                awaitsRecovery = false
            } catch {
                // Without the database there is nothing to check. The end of the service cancels the look: that tells nothing of the database.
                sight = nil
                guard case ServiceError.awaitsRecovery = error, !awaitsRecovery else { continue }
                awaitsRecovery = true
                logger.error("the log was restored from a backup, and is not recovered: nothing is answered before `maintien recover`")
            }
        }
    }

    /// Logs that the log has another incarnation than before.
    func tellIncarnation(_ sight: LogSight) {
        let reason = sight.hasBegunIncarnation ? "the database is not where it was" : "somebody else has begun it"
        logger.warning("the log is in another incarnation", metadata: ["incarnation": "\(sight.incarnation)", "reason": "\(reason)"])
    }

    private func tellClock(_ sight: LogSight, after last: Clock) -> Clock {
        if sight.isSandbox { return .right }
        offset.record(sight.clockOffset)
        isRefusing.record(sight.clockFault == nil ? 0 : 1)
        let clock: Clock =
            sight.clockFault != nil ? .refusing : abs(sight.clockOffset) >= LogWatching.alarm ? .off : .right
        if clock == last { return clock }
        let offset: Logger.Metadata = ["offsetSeconds": "\(sight.clockOffset)"]
        switch (clock, sight.clockFault) {
        case (.refusing, .logEndsInFuture(let seconds)?):
            logger.error("the log ends in the future: commands are refused", metadata: ["seconds": "\(seconds)"])
        case (.refusing, _): logger.error("the clock differs from the database's: commands are refused", metadata: offset)
        case (.off, _): logger.warning("the clock differs from the database's", metadata: offset)
        case (.right, _): logger.notice("the clock is that of the database again", metadata: offset)
        }
        return clock
    }
}

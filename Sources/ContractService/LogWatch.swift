import CivilTime
import EventLog
import FoundationEssentials
import Postgres
import Synchronization

/// What one process knows of its log: which incarnation it is, and how the clocks stand. It knows what it saw when it looked last.
final class LogWatch: Sendable {
    private let database: Database
    private let clock: any ServiceClock
    private let seen = Mutex<LogSight?>(nil)

    /// - Parameter database: connections that may write: a look begins the next incarnation where the database has moved.
    init(database: Database, clock: any ServiceClock) {
        self.database = database
        self.clock = clock
    }

    /// What was seen last; nil before the first look.
    var sight: LogSight? { seen.withLock { $0 } }

    /// Looks at the log.
    ///
    /// - Parameter onOtherIncarnation: called when it is in another incarnation than at the last look.
    func look(onOtherIncarnation: () -> Void) async throws -> LogSight {
        let (look, readings) = try await database.withSession(deadline: .seconds(10)) { [clock] session in
            let before = clock.now().microseconds
            let look = try EventLog.look(in: session)
            return (look, before...max(before, clock.now().microseconds))
        }
        let offset = look.clock.offset(of: readings)
        let sight = LogSight(
            logID: look.identity.id, incarnation: look.identity.incarnation, mark: look.identity.mark,
            clockOffset: Double(offset) / 1_000_000,
            clockFault: look.clock.fault(at: look.clock.now + offset).map { ServiceError($0) },
            isSandbox: look.clock.isSandbox, hasBegunIncarnation: look.hasBegunIncarnation)
        let last = seen.withLock { seen in
            defer { seen = sight }
            return seen
        }
        if let last, last.mark != sight.mark { onOtherIncarnation() }
        return sight
    }
}

extension ContractService {
    /// Looks at which log this is and by which clock it is written. To be called before the first command and now and then, so that a wrong clock is
    /// noticed and the versions that are told apart by the incarnation are the right ones.
    ///
    /// - Throws: `ServiceError.unavailable`.
    @discardableResult public func lookAtLog() async throws -> LogSight {
        do {
            return try await log.look { set.forget() }
        } catch { throw ServiceError(error) ?? error }
    }

    /// The mark of the log's incarnation, as seen last; nil before the first look.
    public var logMark: String? { log.sight?.mark }
}

import CivilTime
import EventLog
import FoundationEssentials
import Postgres
import Synchronization

/// Remembers the last check of the log's identity and clock.
final class LogWatch: Sendable {
    private let database: Database
    private let clock: any ServiceClock
    private let seen = Mutex<LogSight?>(nil)

    /// - Parameter database: a connection pool with write access: a check begins a new incarnation if the database has moved.
    init(database: Database, clock: any ServiceClock) {
        self.database = database
        self.clock = clock
    }

    /// The last result; nil before the first check.
    var sight: LogSight? { seen.withLock { $0 } }

    /// Checks the log.
    ///
    /// - Parameter onOtherIncarnation: called when the incarnation differs from the last check.
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
    /// Checks the log's identity and clock. Call this before the first command, and regularly.
    ///
    /// The checks detect a wrong clock, and keep the incarnation up to date, which distinguishes versions.
    ///
    /// - Throws: `ServiceError.unavailable`; `ServiceError.awaitsRecovery`.
    @discardableResult public func lookAtLog() async throws -> LogSight {
        do {
            return try await log.look { set.forget() }
        } catch { throw ServiceError(error) ?? error }
    }

    /// The mark of the log's incarnation at the last check; nil before the first check.
    public var logMark: String? { log.sight?.mark }
}

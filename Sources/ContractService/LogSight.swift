import EventLog
public import FoundationEssentials
import Postgres
import Synchronization

/// The result of a check of the log's identity and clock.
public struct LogSight: Sendable {
    /// The id of the log.
    public let logID: UUID
    /// The incarnation of the log, from 1.
    public let incarnation: Int
    /// The mark of the incarnation, unique among all incarnations of all logs.
    public let mark: String
    /// How far this process's clock is ahead of the log's, in seconds; 0 when the check was too slow to tell.
    public let clockOffset: Double
    /// Why commands cannot be recorded now; nil when they can.
    public let clockFault: ServiceError?
    /// Whether the database is a sandbox, whose clock is set.
    public let isSandbox: Bool
    /// Whether this check began the incarnation, because the database has moved.
    public let hasBegunIncarnation: Bool
}

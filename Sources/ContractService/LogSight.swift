import CivilTime
import EventLog
public import FoundationEssentials
import Postgres
import Synchronization

/// What a look at the log has shown.
public struct LogSight: Sendable {
    /// The id of the log.
    public let logID: UUID
    /// The incarnation of the log, from 1.
    public let incarnation: Int
    /// The mark of the incarnation: no other one has it, of whichever log.
    public let mark: String
    /// By how many seconds the clock of this process is ahead of the log's; 0 where the look took too long to tell.
    public let clockOffset: Double
    /// What keeps commands from being recorded; nil when nothing does.
    public let clockFault: ServiceError?
    /// Whether the database is a sandbox, whose clock is set.
    public let isSandbox: Bool
    /// Whether this look began the incarnation, because the database is not where the one before began.
    public let hasBegunIncarnation: Bool
}

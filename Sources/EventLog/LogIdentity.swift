public import FoundationEssentials
public import Postgres

/// Identifies a log and its incarnation.
///
/// A log restored from a backup loses its last events, and records others at the same positions. It keeps its id and begins a new
/// incarnation.
/// The database begins one by itself when it has moved; `maintien recover` always begins one.
public struct LogIdentity: Sendable, Hashable {
    /// The same for all incarnations.
    public let id: UUID
    /// Counted from 1.
    public let incarnation: Int
    /// Eight random hexadecimal digits per incarnation. They distinguish two restored copies that both count as the second incarnation.
    public let mark: String
    /// The position at which the log ended when the incarnation began.
    public let begunAfter: Int64
}

extension EventLog {
    /// Reads the identity.
    static var identity: Statement<[LogIdentity]> {
        Statement.query("SELECT id, incarnation, mark, begun_after FROM log.identity") { row in
            LogIdentity(
                id: try row.value(at: 0), incarnation: try row.value(at: 1), mark: try row.value(at: 2), begunAfter: try row.value(at: 3))
        }
    }

    /// The identity of the log as it is now.
    public static func identity(in session: Session) throws -> LogIdentity { try session.pipeline([identity])[0].one() }

    /// Begins the next incarnation, even if the database has not moved. Only the database's owner may do this.
    public static func beginIncarnation(in session: Session) throws -> LogIdentity {
        try session.pipeline(Statement.execute("SELECT log.begin_incarnation()"), identity).1.one()
    }
}

extension [LogIdentity] {
    /// The only row of `log.identity`.
    func one() throws -> LogIdentity {
        guard let first else { throw LogDamage(position: 0, .identityMissing) }
        return first
    }
}

import CivilTime
import Postgres

/// A version of the projections: its own tables, and a row with its checkpoint and the mark of its rules.
///
/// A version is created beside the one in use, moved forward, indexed, and taken into use. Later it is kept for a rollback, and for programs with
/// the rules that made it, then dropped.
/// Lock a version before moving or replacing it. The functions in `db` make, index and drop its tables.
struct ProjectionVersion: Sendable {
    /// Its checkpoint.
    let checkpoint: Projector.Checkpoint
    /// The mark of the rules that made its rows; nil when it has none.
    let mark: [UInt8]?

    /// The stage of a version's life. The raw values are the database's.
    enum State: String, PostgresEncodable, PostgresArrayElement, PostgresDecodable {
        /// It is being made, and nobody reads it.
        case building
        /// It is in use.
        case current
        /// It was in use before the current one: a rollback puts it back. Programs whose rules made it still read and follow it.
        case previous
        /// It was in use, and will be dropped.
        case retired
    }

    /// Makes the tables of the next version, without indexes.
    static func create(madeBy mark: [UInt8], in session: Session) throws -> Int {
        try session.one("SELECT portfolio.create_version(\(mark))", as: Int.self)
    }

    /// The version in a state; there is at most one.
    static func inState(_ state: State, in session: Session) throws -> ProjectionVersion? {
        try first("SELECT \(sql: columns) FROM portfolio.version WHERE state = \(state)", in: session)
    }

    /// The version in use.
    ///
    /// - Throws: `Projector.Trouble.noVersion`.
    static func current(in session: Session) throws -> ProjectionVersion {
        guard let current = try inState(.current, in: session) else { throw Projector.Trouble.noVersion }
        return current
    }

    /// The version that a program reads and follows: the one in use if the program's rules made it, else the previous one if they made that.
    ///
    /// So two programs with different rules serve side by side, each from its own version. If neither bears the program's mark, this is the
    /// version in use, whose mark tells that other rules made it.
    /// - Throws: `Projector.Trouble.noVersion`.
    static func own(madeBy mark: [UInt8], in session: Session) throws -> ProjectionVersion {
        guard let own = try first("SELECT \(sql: columns) FROM portfolio.version WHERE \(sql: selection(ofOwn: mark))", in: session) else {
            throw Projector.Trouble.noVersion
        }
        return own
    }

    /// The condition, order and limit that find the version of a program. The version in use is anyone's while it bears no mark.
    private static func selection(ofOwn mark: [UInt8]) -> SQL {
        """
        state IN ('current', 'previous')
        ORDER BY coalesce(nullif(made_by, \([spread])) IN (\(mark), \([spread] + mark)), state = 'current') DESC, state = 'current' DESC LIMIT 1
        """
    }

    /// The byte before the mark of a version that is spread over several servers. No mark begins with it.
    ///
    /// Programs that know nothing of spread versions compare marks as the row has them, so they take no spread version for their own.
    private static let spread: UInt8 = 0x80

    /// Locks a version until the end of the transaction.
    ///
    /// - Throws: `Projector.Trouble.noVersion`.
    static func lock(_ target: Projector.Target, in session: Session) throws -> ProjectionVersion {
        let condition: SQL =
            switch target {
            case .current: "state = 'current'"
            case .own(let mark): selection(ofOwn: mark)
            case .version(let version): "version = \(version)::integer"
            }
        let statement: SQL = "SELECT \(sql: columns) FROM portfolio.version WHERE \(sql: condition) FOR UPDATE"
        // If the version was replaced during the wait, the first statement finds none. The second finds its replacement.
        guard let locked = try first(statement, in: session) ?? first(statement, in: session) else { throw Projector.Trouble.noVersion }
        return locked
    }

    /// The position of a version.
    static func position(of version: Int, in session: Session) throws -> Int64 {
        try session.one("SELECT position FROM portfolio.version WHERE version = \(version)::integer", as: Int64.self)
    }

    /// Sets the checkpoint of a version, and the mark of its rules.
    static func move(_ version: Int, to position: Int64, recordedAt: Instant?, by mark: [UInt8], in session: Session) throws {
        try session.execute(
            """
            UPDATE portfolio.version SET position = \(position), recorded_at = \(recordedAt.map { PostgresTimestamp($0) }),
                made_by = CASE get_byte(made_by, 0) WHEN \(Int(spread)) THEN \([spread] + mark) ELSE \(mark) END
            WHERE version = \(version)::integer
            """)
    }

    /// Begins a change of a version's rows. Lock the version first.
    ///
    /// Where the rows are spread over several servers, no question reads them until the transaction ends on all servers.
    /// - Throws: a `PostgresError` when a server cannot be reached, or has yet to end an earlier change.
    static func beginChange(of version: Int, in session: Session) throws {
        try session.execute("SELECT portfolio.begin_change(\(version)::integer)")
    }

    /// Keeps the rows of all versions unchanged until the end of the transaction, where they are spread over several servers: these share no
    /// snapshot. On one server the transaction's snapshot does that, and nobody waits.
    ///
    /// Call it first in a transaction: it takes no snapshot itself, so the transaction's snapshot follows it.
    static func keepUnchanged(in session: Session) throws { try session.execute("LOCK TABLE portfolio.turn IN ACCESS SHARE MODE") }

    /// Checks that every server has ended the changes up to a version's checkpoint.
    ///
    /// A server that was lost between the two phases of a commit has the rows of before when it comes back, until Citus ends the change there.
    /// - Throws: a `PostgresError`, 57P03, if a server has not, or cannot be reached.
    static func requireSettled(_ version: Int, in session: Session) throws {
        try session.execute("SELECT portfolio.require_settled(\(version)::integer)")
    }

    /// Makes the indexes of a version.
    static func index(_ version: Int, in session: Session) throws {
        try session.execute("SELECT portfolio.index_version(\(version)::integer)")
    }

    /// Takes a version into use. The replaced version is kept for a rollback, and the one kept before is retired.
    static func takeIntoUse(_ version: Int, in session: Session) throws {
        try session.execute("SELECT portfolio.take_into_use(\(version)::integer)")
    }

    /// Drops a version.
    static func drop(_ version: Int, in session: Session) throws {
        try session.execute("SELECT portfolio.drop_version(\(version)::integer)")
    }

    /// Drops the versions in some states.
    static func dropAll(_ states: [State], in session: Session) throws {
        for version in try session.query("SELECT version FROM portfolio.version WHERE state = ANY (\(states))", as: Int.self) {
            try drop(version, in: session)
        }
    }

    private static let columns: SQL = "version, position, recorded_at, made_by"

    private static func first(_ statement: SQL, in session: Session) throws -> ProjectionVersion? {
        guard let row = try session.first(statement, as: (Int, Int64, PostgresTimestamp?, [UInt8]?).self) else { return nil }
        return ProjectionVersion(
            checkpoint: Projector.Checkpoint(
                version: row.0, isSpread: row.3?.first == spread, position: row.1, recordedAt: row.2.map { Instant($0) }),
            mark: row.3.flatMap { rulesMark(in: $0) })
    }

    /// The mark of the rules in the mark of a row; nil when a spread version has none yet.
    private static func rulesMark(in stored: [UInt8]) -> [UInt8]? {
        guard stored.first == spread else { return stored }
        return stored.count == 1 ? nil : Array(stored.dropFirst())
    }
}

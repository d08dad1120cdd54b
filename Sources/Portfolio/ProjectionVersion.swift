import CivilTime
import Postgres

/// A version of the projections: tables of its own, and a row that says how far it has come and by which rules.
///
/// Its life stands here: it is created beside the version in use, moved forward, indexed, taken into use, kept for a way back, and dropped. Who moves or replaces
/// a version locks it first. `db` holds the functions that make, index and drop its tables.
struct ProjectionVersion: Sendable {
    /// How far it has come.
    let checkpoint: Projector.Checkpoint
    /// The mark of the rules that made its rows; nil when it has none.
    let mark: [UInt8]?

    /// What becomes of a version. The raw values are the database's.
    enum State: String, PostgresEncodable, PostgresArrayElement, PostgresDecodable {
        /// It is made, and nobody reads it.
        case building
        /// It is in use.
        case current
        /// It was in use before the current one.
        case previous
        /// It was in use, and is to be dropped.
        case retired
    }

    /// Makes the tables of the next version, without indexes.
    static func create(in session: Session) throws -> Int { try session.one("SELECT portfolio.create_version()", as: Int.self) }

    /// The version in a state, of which there is one at most.
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

    /// Locks a version until the end of the transaction.
    ///
    /// - Throws: `Projector.Trouble.noVersion`.
    static func lock(_ target: Projector.Target, in session: Session) throws -> ProjectionVersion {
        let condition: SQL =
            switch target {
            case .current: "state = 'current'"
            case .version(let version): "version = \(version)::integer"
            }
        let statement: SQL = "SELECT \(sql: columns) FROM portfolio.version WHERE \(sql: condition) FOR UPDATE"
        // Whoever waits for a version that is being replaced finds none, and the one in its place when asking again.
        guard let locked = try first(statement, in: session) ?? first(statement, in: session) else { throw Projector.Trouble.noVersion }
        return locked
    }

    /// How far a version has come.
    static func position(of version: Int, in session: Session) throws -> Int64 {
        try session.one("SELECT position FROM portfolio.version WHERE version = \(version)::integer", as: Int64.self)
    }

    /// Notes that the rows of a version say what the log does up to a position, by rules with this mark.
    static func move(_ version: Int, to position: Int64, recordedAt: Instant?, by mark: [UInt8], in session: Session) throws {
        try session.execute(
            """
            UPDATE portfolio.version SET position = \(position), made_by = \(mark), recorded_at = \(recordedAt.map { PostgresTimestamp($0) })
            WHERE version = \(version)::integer
            """)
    }

    /// Makes the indexes of a version.
    static func index(_ version: Int, in session: Session) throws {
        try session.execute("SELECT portfolio.index_version(\(version)::integer)")
    }

    /// Puts a version in the place of the one in use, which is kept for a way back; the one kept before is retired.
    static func takeIntoUse(_ version: Int, in session: Session) throws {
        try session.execute("SELECT portfolio.take_into_use(\(version)::integer)")
    }

    /// Takes a version away.
    static func drop(_ version: Int, in session: Session) throws {
        try session.execute("SELECT portfolio.drop_version(\(version)::integer)")
    }

    /// Takes the versions in some states away.
    static func dropAll(_ states: [State], in session: Session) throws {
        for version in try session.query("SELECT version FROM portfolio.version WHERE state = ANY (\(states))", as: Int.self) {
            try drop(version, in: session)
        }
    }

    private static let columns: SQL = "version, position, recorded_at, made_by"

    private static func first(_ statement: SQL, in session: Session) throws -> ProjectionVersion? {
        guard let row = try session.first(statement, as: (Int, Int64, PostgresTimestamp?, [UInt8]?).self) else { return nil }
        return ProjectionVersion(
            checkpoint: Projector.Checkpoint(version: row.0, position: row.1, recordedAt: row.2.map { Instant($0) }), mark: row.3)
    }
}

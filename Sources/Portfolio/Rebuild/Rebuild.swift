import CivilTime
import EventLog
public import FoundationEssentials
public import Postgres
import Synchronization

/// Makes the projections anew beside those in use, proves that both say the same, and puts the new ones in their place.
///
/// Until the switch nothing that is in use is touched: a rebuild that fails, or is killed at any moment, leaves a version that nobody reads, and
/// the next one takes it away. Answers and the follower go on meanwhile.
public struct Rebuild: Sendable {
    let database: Database
    let rules: ProjectionRules
    let workers: Int

    /// What is to become of the new version.
    public enum Purpose: Sendable {
        /// It is compared, and taken into use if it says the same.
        case replace
        /// It is taken into use whatever the comparison says: a rule was changed on purpose.
        case force
        /// It is compared and taken away.
        case compare
    }

    /// What is being done, and how far it has come.
    public enum Progress: Sendable {
        /// The log is read: events, of how many.
        case reading(events: Int, of: Int)
        /// Rows are made: events projected, of how many.
        case building(events: Int, of: Int)
        /// Indexes are made.
        case indexing
        /// What was recorded meanwhile is projected.
        case followingLog(position: Int64)
        /// Both versions are compared: contracts, of about how many.
        case comparing(ranges: Int, of: Int)
    }

    /// What came of a rebuild.
    public struct Report: Sendable {
        /// The version made.
        public let version: Int
        /// The version in use when it began.
        public let former: Int
        /// The position at which both were compared.
        public let position: Int64
        /// The events that the new version was built from, before it followed the log.
        public let events: Int
        /// Where the two say something else.
        public let differences: [Difference]
        /// Whether the new version is in use now.
        public let isInUse: Bool
        /// How long its parts took.
        public let timings: Timings
    }

    /// How long the parts of a rebuild took.
    public struct Timings: Sendable {
        /// Reading the log, making rows and copying them in.
        public var building: Duration = .zero
        /// Making indexes.
        public var indexing: Duration = .zero
        /// Comparing.
        public var comparing: Duration = .zero
    }

    /// A contract of which two versions say something else.
    public struct Difference: Hashable, Sendable {
        /// The contract.
        public let contract: UUID
        /// The tables in which its rows differ.
        public let tables: [String]
    }

    /// Why there was no rebuild.
    public enum Trouble: Error, CustomStringConvertible {
        /// Another one is running.
        case alreadyRunning
        /// There is no version to go back to.
        case nothingToRollBackTo
        /// The former version follows other rules than this program's.
        case formerIsOutdated

        /// For the operator.
        public var description: String {
            switch self {
            case .alreadyRunning: "another rebuild is running"
            case .nothingToRollBackTo: "there is no former version of the projections to go back to"
            case .formerIsOutdated: "the former version follows other rules or parameters: the program that made it can go back to it"
            }
        }
    }

    /// - Parameters:
    ///   - database: `workers + 3` connections with the rights of the service, without limits on the time of statements and transactions.
    ///   - workers: how many ranges of contracts are worked on at once.
    public init(database: Database, rules: ProjectionRules, workers: Int = 3) {
        self.database = database
        self.rules = rules
        self.workers = workers
    }

    /// Makes the next version.
    ///
    /// - Throws: `Trouble`, what is wrong with the log, or a `PostgresError`; the version in use is as it was.
    public func run(_ purpose: Purpose, progress: @escaping @Sendable (Progress) -> Void = { _ in }) async throws -> Report {
        try await alone {
            let (version, former, isOutdated) = try await begin()
            do {
                return try await run(purpose, version: version, former: former, isOutdated: isOutdated, progress)
            } catch {
                // Whatever was cancelled: a task of its own tidies up. What it cannot, the next rebuild does.
                _ = await Task { try await drop(version) }.result
                throw error
            }
        }
    }

    /// Puts the former version back into use, as soon as it has taken in what was recorded since.
    public func rollBack() async throws -> (version: Int, former: Int) {
        try await alone {
            let (former, mark) = try await database.withSession { session in
                let row = try session.first(
                    "SELECT version, made_by FROM portfolio.version WHERE state = 'previous'", as: (Int, [UInt8]?).self)
                guard let row else { throw Trouble.nothingToRollBackTo }
                return row
            }
            guard mark == nil || mark == rules.mark else { throw Trouble.formerIsOutdated }
            let replaced = try await takeIntoUse(former)
            return (former, replaced)
        }
    }

    // MARK: The steps

    private func run(
        _ purpose: Purpose, version: Int, former: Int, isOutdated: Bool, _ progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Report {
        let clock = ContinuousClock()
        var timings = Timings()
        // One that follows other rules cannot be brought forward any more: it is met where it stands.
        let end = try await database.withSession { session in
            isOutdated ? try Rebuild.position(of: former, in: session) : try EventLog.head(in: session).position
        }
        timings.building = try await clock.measure { try await build(version, through: end, progress) }
        progress(.indexing)
        timings.indexing = try await clock.measure {
            _ = try await database.withSession { try $0.execute("SELECT portfolio.index_version(\(version)::integer)") }
        }
        var differences: [Difference] = []
        var position: Int64 = 0
        timings.comparing = try await clock.measure {
            (position, differences) = try await compare(version, with: former, isOutdated: isOutdated, progress)
        }
        let isWanted =
            switch purpose {
            case .replace: differences.isEmpty && !isOutdated || position == 0
            case .force: true
            case .compare: false
            }
        if isWanted { _ = try await takeIntoUse(version) } else { try await drop(version) }
        return Report(
            version: version, former: former, position: position, events: Int(end), differences: differences, isInUse: isWanted,
            timings: timings)
    }

    /// Takes away what earlier rebuilds left, and makes the tables of the next version.
    private func begin() async throws -> (version: Int, former: Int, isOutdated: Bool) {
        try await database.withSession { session in
            try Rebuild.dropVersions(in: "'building', 'retired'", session)
            let current = try session.first(
                "SELECT version, made_by FROM portfolio.version WHERE state = 'current'", as: (Int, [UInt8]?).self)
            guard let current else { throw Projector.Trouble.noVersion }
            let version = try session.one("SELECT portfolio.create_version()", as: Int.self)
            return (version, current.0, current.1 != nil && current.1 != rules.mark)
        }
    }

    static func position(of version: Int, in session: Session) throws -> Int64 {
        try session.one("SELECT position FROM portfolio.version WHERE version = \(version)::integer", as: Int64.self)
    }

    private func drop(_ version: Int) async throws {
        _ = try await database.withSession { try $0.execute("SELECT portfolio.drop_version(\(version)::integer)") }
    }

    /// Puts a version in the place of the one in use, at one position, in one transaction.
    ///
    /// - Returns: the version replaced.
    private func takeIntoUse(_ version: Int) async throws -> Int {
        // Most of the way while others may write, the rest while they may not.
        try await follow(version, through: .max)
        let (held, (checkpoint, _)) = try await HeldTransaction.begin(database) { try Projector.lock(.current, in: $0) }
        do {
            let head = try await database.withSession { try EventLog.head(in: $0).position }
            try await follow(version, through: head)
            try await held.commit { session in
                try session.execute("SELECT portfolio.take_into_use(\(version)::integer)")
            }
        } catch {
            await held.letGo()
            throw error
        }
        // An answer that is still read from it is not waited for: the next rebuild takes it away then.
        _ = try? await database.transaction { session in
            try session.execute("SELECT set_config('lock_timeout', '2s', true)")
            try Rebuild.dropVersions(in: "'retired'", session)
        }
        return checkpoint.version
    }

    /// Takes away the versions in some states.
    private static func dropVersions(in states: String, _ session: Session) throws {
        let gone = try session.query(SQL(stringLiteral: "SELECT version FROM portfolio.version WHERE state IN (\(states))"), as: Int.self)
        for version in gone { try session.execute("SELECT portfolio.drop_version(\(version)::integer)") }
    }

    /// Projects onto a version what the log holds after its checkpoint.
    func follow(_ version: Int, through last: Int64) async throws {
        let projector = Projector(rules: rules)
        while true {
            try Task.checkCancellation()
            let step = try await database.withSession { try projector.step(.version(version), limit: 5000, through: last, in: $0) }
            guard case .moved(let checkpoint, _, _) = step, checkpoint.position < last else { return }
        }
    }

    /// Runs `body` while no other rebuild can.
    private func alone<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        // A rebuild that was killed may hold the lock until the server notices.
        let end = ContinuousClock.now + .seconds(10)
        while true {
            let (held, isAlone) = try await HeldTransaction.begin(database) { session in
                try session.one("SELECT pg_try_advisory_xact_lock(\(Rebuild.lock))", as: Bool.self)
            }
            if isAlone {
                let result = await Result { try await body() }
                await held.letGo()
                return try result.get()
            }
            await held.letGo()
            guard ContinuousClock.now < end else { throw Trouble.alreadyRunning }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// Any number does that nothing else locks: `rebuild` in ASCII.
    private static let lock: Int64 = 0x7265_6275_696c_64
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}

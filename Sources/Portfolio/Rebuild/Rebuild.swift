import CivilTime
import EventLog
public import FoundationEssentials
public import Postgres
import Synchronization

/// Makes new projections beside those in use, compares both, and switches to the new ones if both are equal or the switch is forced.
///
/// Nothing in use changes before the switch. A rebuild that fails or is killed leaves a version that nobody reads. The next rebuild drops
/// it. Answers and the follower go on meanwhile.
public struct Rebuild: Sendable {
    let database: Database
    let rules: ProjectionRules
    let workers: Int

    /// The purpose of the new version.
    public enum Purpose: Sendable {
        /// Compare it, and take it into use if both are equal and made by the same rules.
        case replace
        /// Take it into use even if they differ: a rule was changed on purpose.
        case force
        /// Compare it, then drop it.
        case compare
    }

    /// The current step, and its progress.
    public enum Progress: Sendable {
        /// Reading the log: events done, and their number.
        case reading(events: Int, of: Int)
        /// Making rows: events done, and their number.
        case building(events: Int, of: Int)
        /// Making indexes.
        case indexing
        /// Projecting the events recorded since.
        case followingLog(position: Int64)
        /// Comparing both versions: ranges of contracts done, and their number.
        case comparing(ranges: Int, of: Int)
    }

    /// The result of a rebuild.
    public struct Report: Sendable {
        /// The new version.
        public let version: Int
        /// The version in use when it began.
        public let former: Int
        /// The last position at which both were compared.
        public let position: Int64
        /// How many events the new version was built from, before it followed the log.
        public let events: Int
        /// The contracts whose rows differ.
        public let differences: [Difference]
        /// Whether the new version is in use now.
        public let isInUse: Bool
        /// Whether other rules than this program's made the former version. Programs with those rules go on answering from it.
        public let isFormerOfOtherRules: Bool
        /// How long its parts took.
        public let timings: Timings
    }

    /// How long each part of a rebuild took.
    public struct Timings: Sendable {
        /// Reading the log, making rows and copying them in.
        public var building: Duration = .zero
        /// Making indexes.
        public var indexing: Duration = .zero
        /// Comparing.
        public var comparing: Duration = .zero
    }

    /// A contract whose rows differ between two versions.
    public struct Difference: Hashable, Sendable {
        /// The contract.
        public let contract: UUID
        /// The tables in which its rows differ.
        public let tables: [String]
    }

    /// Why a rebuild or a rollback did not start.
    public enum Trouble: Error, CustomStringConvertible {
        /// Another one is running.
        case alreadyRunning
        /// There is no version to go back to.
        case nothingToRollBackTo
        /// The former version follows other rules than this program's.
        case formerIsOutdated
        /// The former version is kept for programs with other rules. A new version would take its place.
        case formerIsKept(version: Int)
        /// An answer still reads the former version.
        case formerIsRead

        /// For the operator.
        public var description: String {
            switch self {
            case .alreadyRunning: "another rebuild is running"
            case .nothingToRollBackTo: "there is no former version of the projections to go back to"
            case .formerIsOutdated: "the former version follows other rules or parameters: the program that made it can go back to it"
            case .formerIsKept(let version):
                "version \(version) of the projections is kept for programs with other rules or parameters: "
                    + "when none of them runs any more, end it by maintien rebuild --end-former"
            case .formerIsRead: "an answer still reads the former version of the projections: try again later"
            }
        }
    }

    /// How many connections the usual number of workers needs.
    public static let connections = 7

    /// - Parameters:
    ///   - database: `workers + 3` connections with the rights of the service, without limits on the time of statements and transactions,
    ///     ``Postgres/PostgresConfiguration/changingProjections``.
    ///   - workers: how many ranges of contracts are processed at once.
    public init(database: Database, rules: ProjectionRules, workers: Int = 3) {
        self.database = database
        self.rules = rules
        self.workers = workers
    }

    /// Makes the next version.
    ///
    /// - Throws: `Trouble`, an error of the log, or a `PostgresError`; the version in use is then unchanged.
    public func run(_ purpose: Purpose, progress: @escaping @Sendable (Progress) -> Void = { _ in }) async throws -> Report {
        try await alone {
            let (version, former, isOutdated) = try await begin(purpose)
            do {
                return try await run(purpose, version: version, former: former, isOutdated: isOutdated, progress)
            } catch {
                // Drops the version in a task of its own, since this one may be cancelled. If that fails, the next rebuild drops it.
                _ = await Task { try await drop(version) }.result
                throw error
            }
        }
    }

    /// Puts the previous version back into use, after it has caught up with the log.
    public func rollBack() async throws -> (version: Int, former: Int) {
        try await alone {
            guard let former = try await database.withSession({ try ProjectionVersion.inState(.previous, in: $0) }) else {
                throw Trouble.nothingToRollBackTo
            }
            guard former.mark == nil || former.mark == rules.mark else { throw Trouble.formerIsOutdated }
            let replaced = try await takeIntoUse(former.checkpoint.version)
            return (former.checkpoint.version, replaced)
        }
    }

    /// Drops the previous version. Programs whose rules made it answer no question about all contracts from then on.
    ///
    /// - Returns: its number.
    public func endFormer() async throws -> Int {
        try await alone {
            try await database.transaction { session in
                guard let former = try ProjectionVersion.inState(.previous, in: session)?.checkpoint.version else {
                    throw Trouble.nothingToRollBackTo
                }
                try session.execute("SELECT set_config('lock_timeout', '5s', true)")
                do { try ProjectionVersion.drop(former, in: session) } catch let error as PostgresError
                    where error.sqlState == .lockNotAvailable
                { throw Trouble.formerIsRead }
                return former
            }
        }
    }

    // MARK: The steps

    private func run(
        _ purpose: Purpose, version: Int, former: Int, isOutdated: Bool, _ progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> Report {
        let clock = ContinuousClock()
        var timings = Timings()
        // This program cannot move a version of other rules forward: the new one is built up to its position.
        let end = try await database.withSession { session in
            isOutdated ? try ProjectionVersion.position(of: former, in: session) : try EventLog.head(in: session).position
        }
        timings.building = try await clock.measure { try await build(version, through: end, progress) }
        progress(.indexing)
        timings.indexing = try await clock.measure {
            try await database.withSession { try ProjectionVersion.index(version, in: $0) }
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
            isFormerOfOtherRules: isOutdated, timings: timings)
    }

    /// Drops what earlier rebuilds left, and makes the tables of the next version.
    private func begin(_ purpose: Purpose) async throws -> (version: Int, former: Int, isOutdated: Bool) {
        try await database.withSession { [rules] session in
            try ProjectionVersion.dropAll([.building, .retired], in: session)
            let current = try ProjectionVersion.current(in: session)
            let previous = try ProjectionVersion.inState(.previous, in: session)
            if purpose != .compare, let previous, let mark = previous.mark, mark != current.mark {
                throw Trouble.formerIsKept(version: previous.checkpoint.version)
            }
            let version = try ProjectionVersion.create(madeBy: rules.mark, in: session)
            return (version, current.checkpoint.version, current.mark != nil && current.mark != rules.mark)
        }
    }

    private func drop(_ version: Int) async throws { try await database.withSession { try ProjectionVersion.drop(version, in: $0) } }

    /// Replaces the version in use, at the same position, in one transaction.
    ///
    /// - Returns: the version replaced.
    private func takeIntoUse(_ version: Int) async throws -> Int {
        // Catches up most of the way while others may write, and the rest while they may not.
        try await catchUp(version)
        let (held, (checkpoint, _)) = try await HeldTransaction.begin(database) { try Projector.lock(.current, in: $0) }
        try await ending(with: held.letGo) {
            let head = try await database.withSession { try EventLog.head(in: $0).position }
            try await follow(version, through: head)
            try await held.commit { try ProjectionVersion.takeIntoUse(version, in: $0) }
        }
        // Does not wait for an answer that still reads the old version: the next rebuild drops it then.
        _ = try? await database.transaction { session in
            try session.execute("SELECT set_config('lock_timeout', '2s', true)")
            try ProjectionVersion.dropAll([.retired], in: session)
        }
        return checkpoint.version
    }

    /// Projects most of the events after a version's checkpoint onto it, while others may append.
    ///
    /// Returns when none is left, or when as many are left as before: then others append as fast as this projects.
    /// - Throws: `Projector.Trouble.aheadOfLog`.
    func catchUp(_ version: Int) async throws {
        var before = Int64.max
        while true {
            let head = try await database.withSession { try EventLog.head(in: $0).position }
            let left = head - (try await database.withSession { try ProjectionVersion.position(of: version, in: $0) })
            if left == 0 || left >= before { return }
            before = left
            try await follow(version, through: head)
        }
    }

    /// Projects the events after a version's checkpoint onto it.
    func follow(_ version: Int, through last: Int64) async throws {
        if try await database.withSession({ try ProjectionVersion.position(of: version, in: $0) }) == last { return }
        let projector = Projector(rules: rules)
        while true {
            try Task.checkCancellation()
            let step = try await database.withSession { try projector.step(.version(version), limit: 5000, through: last, in: $0) }
            guard case .moved(let checkpoint, _, _) = step, checkpoint.position < last else { return }
        }
    }

    /// Runs `body` while no other rebuild can run.
    private func alone<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        // A rebuild that was killed may hold the lock until the server notices.
        let end = ContinuousClock.now + .seconds(10)
        while true {
            let (held, isAlone) = try await HeldTransaction.begin(database) { session in
                try session.one("SELECT pg_try_advisory_xact_lock(\(Rebuild.lock))", as: Bool.self)
            }
            if isAlone {
                return try await ending(with: held.letGo, body)
            }
            await held.letGo()
            guard ContinuousClock.now < end else { throw Trouble.alreadyRunning }
            try await Task.sleep(for: .milliseconds(200))
        }
    }

    /// An arbitrary advisory-lock key: `rebuild` in ASCII.
    private static let lock: Int64 = 0x7265_6275_696c_64
}

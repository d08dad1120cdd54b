import DatabaseSchema
import FoundationEssentials
import Postgres
import PostgresTesting

@testable import EventLog

/// A log of a test's own, in a migrated database.
struct LogUnderTest: Sendable {
    /// With the rights of the service.
    let service: Database
    /// With every right. One connection: what is set on it, or locked by it, stays.
    let owner: Database
    /// What `service` connects with.
    let configuration: PostgresConfiguration
    let url: String

    static func serviceConfiguration(url: String) throws -> PostgresConfiguration {
        var configuration = try PostgresConfiguration(url: url)
        configuration.role = "maintien_service"
        configuration.connectTimeout = .seconds(600)
        configuration.lockTimeout = .seconds(600)
        configuration.statementTimeout = .seconds(600)
        configuration.idleInTransactionTimeout = .seconds(600)
        return configuration
    }

    /// Decides proposals by nothing but versions and keys, while the head is held, and appends the accepted.
    ///
    /// - Parameter alongside: what is run for each of the proposals if it is accepted.
    func append(
        _ proposals: [Proposal], now: Int64 = 0, alongside: [[SQL]] = [], copyingFrom rows: Int = EitherWay.copyingFrom
    ) async throws -> [Verdict] {
        try await service.withSession { session in
            try session.append(proposals, now: now, alongside: alongside, copyingFrom: rows)
        }
    }

    func append(_ proposal: Proposal, now: Int64 = 0, alongside: [SQL] = []) async throws -> Verdict {
        try await append([proposal], now: now, alongside: alongside.isEmpty ? [] : [alongside])[0]
    }

    /// Appends events as they were before hashes covered keys, to an empty log.
    func appendAsBefore(to contract: UUID, count: Int, key: String) async throws {
        var head = Head.empty
        for version in 1...count {
            var event = RecordedEvent(
                position: Int64(version), contract: contract, version: version, type: "tested", schema: 1, recordedAt: 0,
                recordedBy: "test",
                payload: Array("{}".utf8), hash: [])
            event.hash = EventHash.of(event, after: head.hash)
            head = Head(position: event.position, hash: event.hash, recordedAt: 0)
            try await service.withSession { [event] session in
                try session.execute(
                    """
                    INSERT INTO log.event (position, contract_id, version, type, schema, recorded_at, recorded_by, payload, hash)
                    VALUES (\(event.position), \(contract), \(Int32(event.version)), 'tested', 1, 'epoch', 'test', '{}', \(event.hash))
                    """)
            }
        }
        try await service.withSession { [head] session in
            try session.execute("UPDATE log.head SET position = \(head.position), hash = \(head.hash), recorded_at = 'epoch'")
            try session.execute(
                """
                INSERT INTO log.idempotency (key, fingerprint, contract_id, first_version, last_version, version, position, recorded_at)
                VALUES (\(key), '\\x00', \(contract), 1, \(Int32(count)), \(Int32(count)), \(head.position), 'epoch')
                """)
        }
    }

    func page(after position: Int64 = 0, limit: Int = 1000) async throws -> [RecordedEvent] {
        try await service.withSession { try EventLog.page(after: position, limit: limit, in: $0) }
    }

    func events(of contract: UUID) async throws -> [RecordedEvent] {
        try await service.withSession { try EventLog.events(of: [contract], in: $0)[contract] ?? [] }
    }

    /// Runs SQL as the owner.
    func asOwner(_ script: String) async throws {
        try await owner.withSession { try $0.executeScript(script) }
    }

    /// Returns once `condition` holds for the number of connections to this database that wait for a lock.
    func until(_ condition: (_ waiting: Int) -> Bool) async throws {
        let observer = Database(try PostgresConfiguration(url: url).patient, connections: 1)
        while try await !condition(observer.withSession { try $0.waiting }) {}
        await observer.shutdown()
    }
}

extension Session {
    /// The same, on this session.
    func append(
        _ proposals: [Proposal], now: Int64 = 0, alongside: [[SQL]] = [], copyingFrom rows: Int = EitherWay.copyingFrom
    ) throws -> [Verdict] {
        do {
            let query = LogQuery(behind: nil, atMost: 0, with: Array(Set(proposals.map(\.contract))))
            let look = try EventLog.look(query, keys: proposals.compactMap(\.idempotency?.key), holdingHead: true, in: self) { $0.version }
            if let fault = look.clock.fault(at: now) { throw fault }
            let rulings = Ruling.on(proposals, versions: look.tail.histories.mapValues(\.count), answers: look.answers)
            let accepted = rulings.indices.filter { if case .accepted = rulings[$0] { true } else { false } }
            let statements = accepted.flatMap { $0 < alongside.count ? alongside[$0] : [] }
            let appended = try EventLog.append(
                Draft(accepted.map { proposals[$0] }, copyingFrom: rows), on: .heldEnd(look.tail.end), now: now,
                alongside: statements.isEmpty ? nil : { statements }, in: self)
            let receipts = Dictionary(uniqueKeysWithValues: zip(accepted, appended?.receipts ?? []))
            return rulings.indices.map { place in
                switch rulings[place] {
                case .accepted: receipts[place].map(Verdict.appended) ?? .mismatched
                case .conflict(let actualVersion): .conflict(actualVersion: actualVersion)
                case .replayed(let receipt): .replayed(receipt)
                case .repeats(let first): receipts[first].map(Verdict.replayed) ?? .mismatched
                case .mismatched: .mismatched
                case .forgotten: .forgotten
                }
            }
        } catch {
            if !isFit { _ = try? execute("ROLLBACK") }
            throw error
        }
    }

    /// How many connections to this database wait for a lock.
    fileprivate var waiting: Int {
        get throws {
            try first(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", as: Int.self) ?? 0
        }
    }
}

/// Runs the body with a log of its own.
///
/// - Parameter isSandbox: whether it takes events of any time: else only those of the present.
func withLog<T>(connections: Int = 4, isSandbox: Bool = true, _ body: (LogUnderTest) async throws -> T) async throws -> T {
    try await withDatabase(template: isSandbox ? "sandbox log" : "log") { url in
        let database = Database(try PostgresConfiguration(url: url).patient, connections: 1)
        _ = try await database.withSession { session in
            try Migrator().migrate(in: session)
            if isSandbox { _ = try Deployment.makeSandbox(in: session) }
        }
        await database.shutdown()
    } _: { database in
        let configuration = try LogUnderTest.serviceConfiguration(url: database.url)
        let log = LogUnderTest(
            service: Database(configuration, connections: connections), owner: Database(database.configuration, connections: 1),
            configuration: configuration, url: database.url)
        let parts = EitherWay.parts
        if parts > 1 { try await log.owner.withSession { try EventLog.move(intoParts: parts, in: $0) } }
        let result = try await body(log)
        await log.service.shutdown()
        await log.owner.shutdown()
        return result
    }
}

/// A lock that what is under test runs into, at a place that the test chose, and that stays closed until the test opens it.
struct Gate: Sendable {
    private let holder: Database

    /// Run where the test wants to stop something.
    static let pass: SQL = "SELECT pg_advisory_xact_lock_shared(1)"

    static func closed(in log: LogUnderTest) async throws -> Gate {
        let holder = Database(try PostgresConfiguration(url: log.url).patient, connections: 1)
        try await holder.withSession { try $0.executeScript("SELECT pg_advisory_lock(1)") }
        return Gate(holder: holder)
    }

    func open() async throws {
        try await holder.withSession { try $0.executeScript("SELECT pg_advisory_unlock(1)") }
        await holder.shutdown()
    }
}

extension Proposal {
    /// A proposal of `count` events whose payloads tell them apart.
    static func events(
        _ count: Int = 1, to contract: UUID, at version: Int, key: String? = nil, body: UInt8 = 0, by recorder: String = "test"
    ) -> Proposal {
        Proposal(
            contract: contract, expectedVersion: version,
            events: (0..<count).map { NewEvent(type: "tested", schema: 1, payload: Array(#"{"of":\#(version),"nr":\#($0)}"#.utf8)) },
            recordedBy: recorder, idempotency: key.flatMap { IdempotencyKey($0, fingerprint: [body]) })
    }
}

extension Int64 {
    /// The instant by this machine's clock, in microseconds since 1970.
    static var present: Int64 { Int64(Date().timeIntervalSince1970 * 1_000_000) }
}

extension Verdict {
    var receipt: Receipt? {
        switch self {
        case .appended(let receipt), .replayed(let receipt): receipt
        case .conflict, .mismatched, .forgotten: nil
        }
    }

    /// What it is, in a word.
    var name: String {
        switch self {
        case .appended: "appended"
        case .conflict: "conflict"
        case .replayed: "replayed"
        case .mismatched: "mismatched"
        case .forgotten: "forgotten"
        }
    }

    var isAppended: Bool { if case .appended = self { true } else { false } }
}

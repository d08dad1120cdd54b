import EventLog
import FoundationEssentials
import Postgres

/// What the obligations of a log are held against: the log itself, and others that must be seen to fail them.
protocol Store: Sendable {
    /// Appends one event; `alongside` runs in the same transaction, after it.
    /// - Returns: Whether it was accepted.
    func append(to contract: UUID, at version: Int, alongside: [SQL]) async throws -> Bool
    /// The events after a position: their positions, contracts and versions.
    func page(after position: Int64) async throws -> [StoredEvent]
}

struct StoredEvent: Equatable, Sendable {
    var position: Int64
    var contract: UUID
    var version: Int
}

extension LogUnderTest: Store {
    func append(to contract: UUID, at version: Int, alongside: [SQL]) async throws -> Bool {
        try await append(.events(to: contract, at: version), alongside: alongside).isAppended
    }

    func page(after position: Int64) async throws -> [StoredEvent] {
        try await page(after: position, limit: 1000).map { StoredEvent(position: $0.position, contract: $0.contract, version: $0.version) }
    }
}

/// A log as most are made: its positions come from a sequence, which gives them out before the commit.
struct SequenceStore: Store {
    let database: Database

    init(in log: LogUnderTest) async throws {
        database = log.service
        try await log.asOwner(
            """
            CREATE TABLE naive (position bigserial, contract_id uuid, version integer, PRIMARY KEY (contract_id, version));
            GRANT ALL ON naive, naive_position_seq TO maintien_service;
            """)
    }

    func append(to contract: UUID, at version: Int, alongside: [SQL]) async throws -> Bool {
        try await database.transaction { session in
            let count = try session.execute(
                """
                INSERT INTO naive (contract_id, version) SELECT \(contract), \(version + 1)
                WHERE \(version) = (SELECT count(*) FROM naive WHERE contract_id = \(contract)) ON CONFLICT DO NOTHING
                """)
            for statement in alongside { try session.execute(statement) }
            return count == 1
        }
    }

    func page(after position: Int64) async throws -> [StoredEvent] {
        try await database.withSession { session in
            try session.query(
                "SELECT position, contract_id, version FROM naive WHERE position > \(position) ORDER BY position",
                as: (Int64, UUID, Int).self
            ).map { StoredEvent(position: $0, contract: $1, version: $2) }
        }
    }
}

/// Agrees to everything, and keeps nothing.
struct DeafStore: Store {
    func append(to contract: UUID, at version: Int, alongside: [SQL]) async throws -> Bool { true }
    func page(after position: Int64) async throws -> [StoredEvent] { [] }
}

import Contracts
import EventLog
import FoundationEssentials
import JSON
public import Postgres
public import Vault

/// Builds the search terms of records already in the vault: of records without terms, or of all.
public struct PeopleIndex: Sendable {
    private let database: Database
    private let vault: Vault

    /// The number of contracts in one transaction.
    private static let batch = 200

    /// - Parameter database: a connection pool without a short statement limit.
    public init(database: Database, vault: Vault) {
        self.database = database
        self.vault = vault
    }

    /// Indexes records in durable batches. After an interruption, a new call continues. Services may run meanwhile.
    ///
    /// - Parameters:
    ///   - all: whether to index already indexed records again.
    ///   - progress: called after each batch with the numbers of indexed records and of records to index.
    /// - Returns: The number of records indexed.
    public func fill(all: Bool, progress: (_ done: Int, _ of: Int) -> Void) async throws -> Int {
        let count = try await database.withSession { session in
            all ? try Vault.recordCount(in: session) : try Vault.unindexedCount(in: session)
        }
        var done = 0
        var last: UUID?
        while true {
            let (contracts, records) = try await database.withSession { [last] session in
                try session.transaction { session in try indexNext(after: last, all: all, in: session) }
            }
            guard let end = contracts.last else { return done }
            last = end
            done += records
            progress(done, max(count, done))
            try Task.checkCancellation()
        }
    }

    private func indexNext(after last: UUID?, all: Bool, in session: Session) throws -> (contracts: [UUID], records: Int) {
        let contracts = try Vault.contractsToIndex(after: last, all: all, atMost: PeopleIndex.batch, in: session)
        if contracts.isEmpty { return ([], 0) }
        try Vault.hold(contracts, in: session)
        let records = try vault.records(ofContracts: contracts, in: session)
        let histories = try EventLog.events(of: contracts, in: session)
        let birthDays = try histories.mapValues { events in BirthDays(try events.map { try RecordedFact($0).fact }) }
        let terms = try records.map { record in
            (record: record, terms: try record.terms(bornOn: birthDays[record.contract]?[Person(record.person)] ?? []))
        }
        try vault.index(terms, in: session)
        return (contracts, records.count)
    }
}

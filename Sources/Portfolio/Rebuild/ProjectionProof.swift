import ContractService
import EventLog
import FoundationEssentials
public import Postgres
import Synchronization

/// Proves the projections of this program's rules against the log: makes their rows again and compares them byte for byte.
public struct ProjectionProof: Sendable {
    private let database: Database
    private let rules: ProjectionRules
    private let workers: Int

    /// The result of a proof.
    public struct Finding: Sendable {
        /// The log position of the projections when the proof began.
        public let position: Int64
        /// How many contracts were compared.
        public let contracts: Int
        /// The contracts whose stored rows differ from the log's.
        public let differences: [Rebuild.Difference]
    }

    /// - Parameter database: `workers` connections with the rights of the service, without limits on the time of statements and
    ///   transactions.
    public init(database: Database, rules: ProjectionRules, workers: Int = 2) {
        self.database = database
        self.rules = rules
        self.workers = workers
    }

    /// Compares all contracts, or random ranges that hold about `sample` contracts: each range at the position that the projections have then.
    ///
    /// - Parameter progress: called with the ranges done, and their number.
    /// - Throws: `PortfolioError.outdated` when other rules made the projections: a comparison would prove nothing.
    public func run(
        sample: Int? = nil, progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) async throws -> Finding {
        let size: Int64 = sample == nil ? 1000 : 100
        let position = try await database.withSession { [self] in try checkpoint(in: $0).position }
        var ranges = try await database.withSession { try ContractRange.all(ofAbout: size, in: $0) }
        if let sample { ranges = Array(ranges.shuffled().prefix(max(1, sample / Int(size)))) }
        let count = ranges.count
        let done = Tally()
        let contracts = Tally()
        let found = Mutex<[Rebuild.Difference]>([])
        try await database.forEach(of: ranges, workers: workers) { [self] range, session in
            let (expected, stored) = try session.transaction(.repeatableRead) { session in
                try ProjectionVersion.keepUnchanged(in: session)
                let checkpoint = try checkpoint(in: session)
                try ProjectionVersion.requireSettled(checkpoint.version, in: session)
                return (
                    try hashesMade(of: range, through: checkpoint.position, in: session),
                    try hashesStored(of: range, in: checkpoint.schema, session)
                )
            }
            contracts.add(expected.contracts.count)
            let differences = expected.differences(from: stored)
            found.withLock { $0 += differences }
            progress(done.add(1), count)
        }
        return Finding(
            position: position, contracts: contracts.add(0),
            differences: found.withLock { $0.sorted { "\($0.contract)" < "\($1.contract)" } })
    }

    private func checkpoint(in session: Session) throws -> Projector.Checkpoint {
        let (checkpoint, mark) = try Portfolio.marked(in: session, by: rules)
        guard mark == nil || mark == rules.mark else { throw PortfolioError.outdated }
        return checkpoint
    }

    private func hashesMade(of range: ContractRange, through end: Int64, in session: Session) throws -> RowHashes {
        var hashes = RowHashes()
        var rows = ProjectedRows()
        try Histories.read(range, through: end, in: session) { contract, events in
            try rows.add(contract, events, schemes: rules.schemes)
            for (place, table) in rows.tables.enumerated() { table.rows.forEachRow { hashes.add($0, table: place) } }
            rows.removeAll()
        }
        return hashes
    }

    private func hashesStored(of range: ContractRange, in schema: String, _ session: Session) throws -> RowHashes {
        var hashes = RowHashes()
        for (place, table) in ProjectedRows().tables.enumerated() {
            let query =
                "COPY (SELECT \(table.columns) FROM \(schema).\(table.name) WHERE \(range.condition("contract_id"))) TO STDOUT (FORMAT binary)"
            try session.copyOut(bytesOf: SQL(unsafe: query)) { bytes in
                if let row = BinaryRow.bytes(of: bytes) { hashes.add(row, table: place) }
            }
        }
        return hashes
    }
}

/// A hash for each contract and table, independent of the order of rows.
private struct RowHashes {
    private(set) var contracts: [UInt128: [Int]] = [:]

    /// Adds a row, whose first field is the contract.
    mutating func add(_ row: UnsafeRawBufferPointer, table: Int) {
        var hasher = Hasher()
        hasher.combine(bytes: row)
        let contract = UInt128(bigEndian: row.loadUnaligned(fromByteOffset: 6, as: UInt128.self))
        contracts[contract, default: Array(repeating: 0, count: ProjectedRows.tableNames.count)][table] ^= hasher.finalize()
    }

    func differences(from other: RowHashes) -> [Rebuild.Difference] {
        Set(contracts.keys).union(other.contracts.keys).compactMap { contract in
            let differing = ProjectedRows.tableNames.indices.filter { contracts[contract]?[$0] ?? 0 != other.contracts[contract]?[$0] ?? 0 }
            return differing.isEmpty
                ? nil
                : Rebuild.Difference(contract: UUID(bits: contract), tables: differing.map { ProjectedRows.tableNames[$0] }.sorted())
        }
    }
}

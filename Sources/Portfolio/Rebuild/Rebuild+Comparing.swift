import EventLog
import FoundationEssentials
import Postgres
import Synchronization

extension Rebuild {
    /// About how many contracts one comparison reads.
    private static let rangeSize: Int64 = 4000
    /// How many ranges each worker compares while the version in use stands still.
    private static let rangesAtOnce = 4

    /// Brings two versions to the same position, and compares the hashes of their rows by contract, some ranges at a time.
    ///
    /// While ranges are compared, the checkpoint of the version in use is locked: it stands still, and keeps following the log between them. One
    /// snapshot for all ranges would not do: the versions may be spread over several servers, which share none.
    func compare(
        _ version: Int, with former: Int, isOutdated: Bool, _ progress: @escaping @Sendable (Progress) -> Void
    ) async throws -> (position: Int64, differences: [Difference]) {
        // A version without any event has nothing to compare; bringing it forward would waste time.
        if try await database.withSession({ try ProjectionVersion.position(of: former, in: $0) }) == 0 { return (0, []) }
        if !isOutdated {
            // Without a running service, nothing else moves the version in use forward.
            try await catchUp(former)
            try await follow(version, through: database.withSession { try ProjectionVersion.position(of: former, in: $0) })
        }
        let ranges = try await database.withSession { try ContractRange.all(ofAbout: Rebuild.rangeSize, in: $0) }
        var found: [Difference] = []
        var position: Int64 = 0
        var done = 0
        while done < ranges.count {
            let next = Array(ranges[done...].prefix(workers * Rebuild.rangesAtOnce))
            let (held, (checkpoint, _)) = try await HeldTransaction.begin(database) { try Projector.lock(.version(former), in: $0) }
            found += try await ending(with: held.letGo) {
                progress(.followingLog(position: checkpoint.position))
                // A program with the rules before may have moved the version in use.
                try await follow(version, through: checkpoint.position)
                try await database.withSession { session in
                    for compared in [former, version] { try ProjectionVersion.requireSettled(compared, in: session) }
                }
                return try await differences(between: former, and: version, in: next)
            }
            position = checkpoint.position
            done += next.count
            progress(.comparing(ranges: done, of: ranges.count))
        }
        return (position, found.sorted { "\($0.contract)" < "\($1.contract)" })
    }

    private func differences(between former: Int, and version: Int, in ranges: [ContractRange]) async throws -> [Difference] {
        let found = Mutex<[Difference]>([])
        try await database.forEach(of: ranges, workers: workers) { range, session in
            let differing = try session.query(
                Rebuild.comparison(of: former, and: version, in: range).unprepared(), as: (UUID, [String]).self)
            found.withLock { $0 += differing.map { Difference(contract: $0.0, tables: $0.1) } }
        }
        return found.withLock { $0 }
    }

    /// The contracts of a range whose rows differ between the versions, with the tables that differ.
    private static func comparison(of former: Int, and version: Int, in range: ContractRange) -> SQL {
        func hashes(_ version: Int) -> String {
            ProjectedRows.tableNames.map { table in
                """
                SELECT contract_id, '\(table)' AS name, bit_xor(hash_record_extended(t, 0)) AS hash
                FROM portfolio_\(version).\(table) t WHERE \(range.condition("contract_id")) GROUP BY contract_id
                """
            }.joined(separator: " UNION ALL ")
        }
        return SQL(
            unsafe: """
                SELECT contract_id, array_agg(name ORDER BY name)
                FROM (\(hashes(former))) one FULL JOIN (\(hashes(version))) other USING (contract_id, name)
                WHERE one.hash IS DISTINCT FROM other.hash GROUP BY contract_id
                """)
    }
}

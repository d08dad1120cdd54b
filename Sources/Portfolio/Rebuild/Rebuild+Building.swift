import Postgres

extension Rebuild {
    /// About how many contracts make a range.
    private static let rangeSize: Int64 = 1000
    /// How many bytes of rows are gathered before they are copied in.
    private static let most = 8 << 20

    /// Fills the tables of a version with what the log says up to a position.
    func build(_ version: Int, through end: Int64, _ progress: @escaping @Sendable (Progress) -> Void) async throws {
        let ranges = try await database.withSession { try HistoryReader.ranges(of: Rebuild.rangeSize, in: $0) }
        let done = Tally()
        try await database.forEach(of: ranges, workers: workers) { range, session in
            var rows = ProjectedRows()
            var written: [ProjectedRows] = []
            let events = try session.transaction { session in
                try HistoryReader(session: session, through: end).read(range) { contract, events in
                    try rows.add(contract, events, schemes: rules.schemes)
                    // Nothing can be copied in while the log is being copied out; a range that is larger than foreseen is kept in parts.
                    if rows.size >= Rebuild.most {
                        written.append(rows)
                        rows = ProjectedRows()
                    }
                }
            }
            for part in written + [rows] { try part.copy(into: "portfolio_\(version)", in: session) }
            progress(.building(events: done.add(events), of: Int(end)))
        }
        _ = try await database.withSession { [rules] session in
            try session.execute(
                """
                UPDATE portfolio.version SET position = \(end), made_by = \(rules.mark),
                    recorded_at = (SELECT recorded_at FROM log.event WHERE position = \(end))
                WHERE version = \(version)::integer
                """)
        }
    }

}

extension Database {
    /// Works on items, several at once, each worker on a connection.
    func forEach<Item: Sendable>(
        of items: [Item], workers: Int, _ body: @escaping @Sendable (Item, Session) throws -> Void
    ) async throws {
        let taken = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<workers {
                group.addTask {
                    while true {
                        try Task.checkCancellation()
                        let place = taken.add(1) - 1
                        guard place < items.count else { return }
                        try await self.withSession { session in try body(items[place], session) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

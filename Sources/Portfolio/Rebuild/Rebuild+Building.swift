import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import Postgres

extension Rebuild {
    /// How many bytes of rows are buffered before a COPY.
    private static let most = 8 << 20

    /// Fills the tables of a version from the log, up to the position `end`.
    func build(_ version: Int, through end: Int64, _ progress: @escaping @Sendable (Progress) -> Void) async throws {
        // Ranges of a thousand contracts or more: their rows fit in a core's cache. At most about a thousand ranges: each has a buffer.
        let ranges = try await database.withSession { try ContractRange.all(ofAbout: max(1000, end / 20 / 1000), in: $0) }
        let file = try RangeFile(ranges: ranges)
        try await layOut(through: end, into: file, progress)
        let done = Tally()
        try await database.forEach(of: Array(ranges.indices), workers: workers) { place, session in
            var rows = ProjectedRows()
            func project(_ contract: UUID, _ events: [RecordedFact]) throws {
                try rows.add(contract, events, schemes: rules.schemes)
                if rows.size < Rebuild.most { return }
                try rows.copy(into: "portfolio_\(version)", in: session)
                rows.removeAll()
            }
            var histories = Histories()
            try file.forEachRow(at: place) { try histories.take($0, project) }
            try histories.end(project)
            try rows.copy(into: "portfolio_\(version)", in: session)
            progress(.building(events: done.add(histories.events), of: Int(end)))
        }
        try await database.withSession { [rules] session in
            let recordedAt = try EventLog.recordedAt(end, in: session).map { Instant(microseconds: $0) }
            try ProjectionVersion.move(version, to: end, recordedAt: recordedAt, by: rules.mark, in: session)
        }
    }

    /// Reads the log from end to end, and groups its events by contract.
    private func layOut(through end: Int64, into file: RangeFile, _ progress: @escaping @Sendable (Progress) -> Void) async throws {
        let done = Tally()
        let parts = (0..<Int64(workers)).map { end * $0 / Int64(workers)..<end * ($0 + 1) / Int64(workers) }
        try await database.forEach(of: parts, workers: workers) { part, session in
            var sorter = RangeFile.Sorter(into: file)
            var count = 0
            try EventLog.copyOut(after: part.lowerBound, through: part.upperBound, in: session) { row in
                try sorter.add(row)
                count += 1
                if count % 100_000 == 0 { progress(.reading(events: done.add(100_000), of: Int(end))) }
            }
            try sorter.finish()
            progress(.reading(events: done.add(count % 100_000), of: Int(end)))
        }
    }
}

extension Database {
    /// Runs `body` on items, `workers` at once, each on a connection of its own.
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

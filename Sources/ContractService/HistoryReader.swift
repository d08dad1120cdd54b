import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// Reads the histories of contracts, for questions. Those asked for while others are being read are read together, in one round trip: one that
/// comes alone waits for nobody, and many cost little more than one.
actor HistoryReader {
    private let database: Database
    private var waiting: [Asked] = []
    private var readings = 0

    private struct Asked {
        let contract: UUID
        let answer: CheckedContinuation<Result<[RecordedFact], any Error>, Never>
    }

    /// So many readings run at once: while the rows of one are taken, PostgreSQL finds those of another.
    private static let readings = 2
    /// The most contracts in a reading.
    private static let batch = 64
    /// The most questions that may wait.
    private static let limit = 4096

    init(database: Database) { self.database = database }

    /// The facts of a contract as they are now, none for one that there is not.
    ///
    /// - Throws: `ServiceError.unavailable`, `ServiceError.overloaded`; anything else when an event cannot be read.
    func facts(of contract: UUID) async throws -> [RecordedFact] {
        if waiting.count >= HistoryReader.limit { throw ServiceError.overloaded(retryAfterSeconds: 1) }
        return try await withCheckedContinuation { answer in
            waiting.append(Asked(contract: contract, answer: answer))
            guard readings < HistoryReader.readings else { return }
            readings += 1
            // A reading is nobody's own: what it logs does not go under the trace of one of those who asked.
            Task.detached { await self.read() }
        }.get()
    }

    private func read() async {
        while !waiting.isEmpty {
            let group = Array(waiting.prefix(HistoryReader.batch))
            waiting.removeFirst(group.count)
            for (asked, history) in zip(group, await histories(of: group.map(\.contract))) { asked.answer.resume(returning: history) }
        }
        readings -= 1
    }

    /// The history of each contract, or why there is none.
    private nonisolated func histories(of contracts: [UUID]) async -> [Result<[RecordedFact], any Error>] {
        do {
            let histories = try await database.withSession { session in
                try EventLog.told(by: Array(Set(contracts)), in: session) { try RecordedFact($0) }
            }
            return contracts.map { .success(histories[$0, default: []]) }
        } catch {
            if let error = ServiceError(error) { return contracts.map { _ in .failure(error) } }
            // One of them cannot be read: the others can.
            if contracts.count == 1 { return [.failure(error)] }
            var histories: [Result<[RecordedFact], any Error>] = []
            for contract in contracts { histories += await self.histories(of: [contract]) }
            return histories
        }
    }
}

import Contracts
import EventLog
import FoundationEssentials
import Postgres
import Synchronization

/// Reads the histories of contracts, for questions. Those asked for while others are being read are read together, in one round trip: one that
/// comes alone waits for nobody, and many cost little more than one. What was read lately is kept, and only what came since is read.
final class HistoryReader: Sendable {
    private let database: Database
    private let patience: Duration
    private let recent: RecentHistories
    private let queue = Mutex(Queue())

    private typealias History = Result<[RecordedFact], any Error>

    private struct Asked {
        let contract: UUID
        let answer: Answerer<History>
    }

    private struct Queue {
        var waiting: [Asked] = []
        var readings = 0
    }

    /// So many readings run at once: while the rows of one are taken, PostgreSQL finds those of another.
    private static let readings = 2
    /// The most contracts in a reading.
    private static let batch = 64
    /// The most groups that are read on one session, before it is given back: it may have grown old.
    private static let groupsInARow = 64
    /// The most questions that may wait.
    private static let limit = 4096

    /// - Parameter patience: how long the database may take with one reading; then its connection is given up.
    init(database: Database, remembering facts: Int, patience: Duration) {
        self.database = database
        self.patience = patience
        recent = RecentHistories(facts: facts)
    }

    /// The facts of a contract as they are now, none for one that there is not.
    ///
    /// - Throws: `ServiceError.unavailable`, `ServiceError.overloaded`; anything else when an event cannot be read.
    func facts(of contract: UUID) async throws -> [RecordedFact] {
        let answer = Answerer<History>()
        return try await withTaskCancellationHandler {
            await answer.wait { ask(for: contract, answer) }
        } onCancel: {
            queue.withLock { queue in queue.waiting.removeAll { $0.answer === answer } }
            answer.give(.failure(ServiceError.unavailable(retryAfterSeconds: 2)))
        }.get()
    }

    private func ask(for contract: UUID, _ answer: Answerer<History>) {
        let (isRefused, beginsReading) = queue.withLock { queue in
            if queue.waiting.count >= HistoryReader.limit { return (true, false) }
            queue.waiting.append(Asked(contract: contract, answer: answer))
            guard queue.readings < HistoryReader.readings else { return (false, false) }
            queue.readings += 1
            return (false, true)
        }
        if isRefused { answer.give(.failure(ServiceError.overloaded(retryAfterSeconds: 1))) }
        if beginsReading { read() }
    }

    /// Has contracts read until nobody waits. What is logged meanwhile does not go under the trace of one of those who asked.
    private func read() {
        database.submit { [self] session in
            for _ in 0..<HistoryReader.groupsInARow {
                let group = takeGroup()
                if group.isEmpty { return }
                for (asked, history) in zip(group, historiesInTime(of: group.map(\.contract), in: session)) {
                    asked.answer.give(history)
                }
                guard case .success(let session) = session, session.isFit else { break }
            }
            read()
        }
    }

    /// Takes what waits; nothing: whoever asks reads no more.
    private func takeGroup() -> [Asked] {
        queue.withLock { queue in
            let group = Array(queue.waiting.prefix(HistoryReader.batch))
            queue.waiting.removeFirst(group.count)
            if group.isEmpty { queue.readings -= 1 }
            return group
        }
    }

    /// The history of each contract, as far as the database tells them in time.
    private func historiesInTime(of contracts: [UUID], in session: Result<Session, any Error>) -> [History] {
        guard case .success(let open) = session else { return histories(of: contracts, in: session) }
        return open.within(patience) { histories(of: contracts, in: session) }
    }

    /// The history of each contract, or why there is none.
    private func histories(of contracts: [UUID], in session: Result<Session, any Error>) -> [History] {
        do {
            var histories = recent.histories(of: contracts)
            func read(from versions: [UUID: Int]) throws {
                try EventLog.told(by: versions, in: session.get()) { contract, event in try histories[contract]?.take(event) }
            }
            try read(from: histories.mapValues { max(1, $0.facts.count) })
            let unproven = histories.filter { !$0.value.isProven }
            if !unproven.isEmpty {
                histories.merge(unproven.mapValues { _ in KeptHistory() }) { $1 }
                try read(from: unproven.mapValues { _ in 1 })
            }
            recent.keep(histories)
            return contracts.map { .success(histories[$0]?.facts ?? []) }
        } catch {
            if let error = ServiceError(error) { return contracts.map { _ in .failure(error) } }
            // One of them cannot be read: the others can.
            if contracts.count == 1 { return [.failure(error)] }
            return contracts.flatMap { histories(of: [$0], in: session) }
        }
    }
}

import Contracts
import EventLog
import FoundationEssentials
import Postgres
import Synchronization

/// Gives contracts as they are now. One look at the log's end serves all who asked before it began; only what the working set lacks is read with it.
///
/// One that asks alone waits for nobody, and many cost little more than one. Its queue is not the desk's: two looks may be about one contract, two groups of
/// commands may not.
final class ContractReader: Sendable {
    private let database: Database
    private let patience: Duration
    private let set: WorkingSet
    private let queue = Mutex(Queue())

    private typealias Found = Result<FoldedContract, any Error>

    private struct Asked {
        let contract: UUID
        let answer: Answerer<Found>
    }

    private struct Queue {
        var waiting: [Asked] = []
        var looks = 0
    }

    /// The most looks at once: while the rows of one are taken, PostgreSQL finds those of another.
    private static let looks = 2
    /// The most contracts of one look.
    private static let batch = 64
    /// The most looks on one session, before it is given back: it may have grown old.
    private static let looksInARow = 64
    /// The most questions that may wait.
    private static let limit = 4096

    /// - Parameter patience: how long the database may take with one look; then its connection is given up.
    init(database: Database, set: WorkingSet, patience: Duration) {
        self.database = database
        self.set = set
        self.patience = patience
    }

    /// A contract as it is now; without facts when there is none.
    ///
    /// - Throws: `ServiceError.unavailable`, `ServiceError.overloaded`; anything else when an event cannot be read.
    func contract(_ contract: UUID) async throws -> FoldedContract {
        let answer = Answerer<Found>()
        return try await withTaskCancellationHandler {
            await answer.wait { ask(for: contract, answer) }
        } onCancel: {
            queue.withLock { queue in queue.waiting.removeAll { $0.answer === answer } }
            answer.give(.failure(ServiceError.unavailable(retryAfterSeconds: 2)))
        }.get()
    }

    private func ask(for contract: UUID, _ answer: Answerer<Found>) {
        let (isRefused, beginsLooking) = queue.withLock { queue in
            if queue.waiting.count >= ContractReader.limit { return (true, false) }
            queue.waiting.append(Asked(contract: contract, answer: answer))
            guard queue.looks < ContractReader.looks else { return (false, false) }
            queue.looks += 1
            return (false, true)
        }
        if isRefused { answer.give(.failure(ServiceError.overloaded(retryAfterSeconds: 1))) }
        if beginsLooking { look() }
    }

    /// Looks at the log until nobody waits. Log lines written meanwhile carry no trace id: a look serves many.
    private func look() {
        database.submit { [self] session in
            for _ in 0..<ContractReader.looksInARow {
                let group = takeGroup()
                if group.isEmpty { return }
                for (asked, found) in zip(group, foundInTime(group.map(\.contract), in: session)) { asked.answer.give(found) }
                guard case .success(let session) = session, session.isFit else { break }
            }
            look()
        }
    }

    /// Takes those who wait. When nobody does, this look ends.
    private func takeGroup() -> [Asked] {
        queue.withLock { queue in
            let group = Array(queue.waiting.prefix(ContractReader.batch))
            queue.waiting.removeFirst(group.count)
            if group.isEmpty { queue.looks -= 1 }
            return group
        }
    }

    /// Each contract, as far as the database answers in time.
    private func foundInTime(_ contracts: [UUID], in session: Result<Session, any Error>) -> [Found] {
        guard case .success(let open) = session else { return find(contracts, in: session) }
        return open.within(patience) { find(contracts, in: session) }
    }

    /// Each contract, or the error that denied it.
    private func find(_ contracts: [UUID], in session: Result<Session, any Error>) -> [Found] {
        do {
            let found = try present(contracts, in: session.get())
            return contracts.map { .success(found[$0] ?? FoldedContract([])) }
        } catch {
            if let error = ServiceError(error) { return contracts.map { _ in .failure(error) } }
            // One of them cannot be read: the others can.
            if contracts.count == 1 { return [.failure(error)] }
            return contracts.flatMap { find([$0], in: session) }
        }
    }

    /// The contracts as they are now.
    private func present(_ contracts: [UUID], in session: Session) throws -> [UUID: FoldedContract] {
        var found: [UUID: FoldedContract] = [:]
        var missing = set.missing(of: contracts)
        repeat {
            let query = LogQuery(behind: set.end, atMost: WorkingSet.longestTail, with: missing)
            let tail = try EventLog.tail(query, in: session) { try RecordedFact($0) }
            set.follow(tail, behind: query.known)
            found.merge(tail.histories.mapValues { FoldedContract($0) }) { $1 }
            found.merge(set.contracts(contracts)) { $1 }
            // What the set has given up meanwhile is read with another look.
            missing = contracts.filter { found[$0] == nil }
        } while !missing.isEmpty
        return found
    }
}

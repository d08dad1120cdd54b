import Contracts
import EventLog
import FoundationEssentials
import Postgres
import Synchronization

/// Gives present contracts. One read of the log's end serves all callers that asked before it began. It loads only contracts missing in the
/// cache.
///
/// A single caller does not wait, and many callers cost little more than one.
/// The queue is separate from the desk's: two reads may concern the same contract, two groups of commands may not.
final class ContractReader: Sendable {
    private let database: Database
    private let patience: Duration
    private let set: WorkingSet
    /// Proves the age of what is read from a standby; nil for the primary.
    private let watch: StandbyWatch?
    private let queue = Mutex(Queue())

    private typealias Found = Result<FoundContract, any Error>
    private typealias Proof = Result<StandbyProof?, any Error>

    private struct Asked {
        let contract: UUID
        let answer: Answerer<Found>
    }

    private struct Queue {
        var waiting: [Asked] = []
        /// The number of reads under way.
        var looks = 0
        /// How many of them load contracts, and so may take long.
        var loading = 0

        /// Begins a read if one may begin: the first, or a second beside one that loads contracts. Returns whether it did.
        ///
        /// Callers wait for a read of the log's end alone: it is soon over, and the next one hardly costs more for many callers than for one.
        mutating func beginLook() -> Bool {
            guard !waiting.isEmpty, looks < 2, looks == loading else { return false }
            looks += 1
            return true
        }
    }

    /// The maximum number of contracts per read.
    private static let batch = 64
    /// The maximum number of reads on one session, before it goes back to the pool: it may be too old.
    private static let looksInARow = 64
    /// The maximum number of waiting questions.
    private static let limit = 4096

    /// - Parameters:
    ///   - patience: the time limit of one read; then its connection is closed.
    ///   - watch: for a standby: nothing is told without a proof of its age.
    init(database: Database, set: WorkingSet, patience: Duration, watch: StandbyWatch? = nil) {
        self.database = database
        self.set = set
        self.watch = watch
        self.patience = patience
    }

    /// The present contract, or that of a standby; without facts when it does not exist.
    ///
    /// - Throws: `ServiceError.unavailable`, also when a standby is too old; `ServiceError.overloaded`; anything else when an event cannot be
    ///   read.
    func contract(_ contract: UUID) async throws -> FoundContract {
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
            return (false, queue.beginLook())
        }
        if isRefused { answer.give(.failure(ServiceError.overloaded(retryAfterSeconds: 1))) }
        if beginsLooking { look() }
    }

    /// Reads the log until no caller waits. Log lines here carry no trace id: a read serves many callers.
    private func look() {
        database.submit { [self] session in
            var proof: Proof?
            for _ in 0..<ContractReader.looksInARow {
                let group = takeGroup()
                if group.isEmpty { return }
                let contracts = group.map(\.contract)
                let missing = set.missing(of: contracts)
                if !missing.isEmpty { startLoading() }
                let found = foundInTime(contracts, missing, in: session, &proof)
                if !missing.isEmpty { queue.withLock { $0.loading -= 1 } }
                for (asked, found) in zip(group, found) { asked.answer.give(found) }
                guard case .success(let session) = session, session.isFit else { break }
            }
            look()
        }
    }

    /// Takes waiting callers. If there are none, this worker ends.
    private func takeGroup() -> [Asked] {
        queue.withLock { queue in
            let group = Array(queue.waiting.prefix(ContractReader.batch))
            queue.waiting.removeFirst(group.count)
            if group.isEmpty { queue.looks -= 1 }
            return group
        }
    }

    /// Notes that a read loads contracts. Those who already wait get a read of their own.
    private func startLoading() {
        let beginsLooking = queue.withLock { queue in
            queue.loading += 1
            return queue.beginLook()
        }
        if beginsLooking { look() }
    }

    /// Each contract, or an error when the database takes too long.
    ///
    /// - Parameters:
    ///   - missing: the contracts that the cache lacks.
    ///   - proof: the proof that this session has given already: it holds for all later reads.
    private func foundInTime(
        _ contracts: [UUID], _ missing: [UUID], in session: Result<Session, any Error>, _ proof: inout Proof?
    ) -> [Found] {
        guard case .success(let open) = session else { return find(contracts, missing, in: session, proving: .success(nil)) }
        return open.within(patience) {
            let proven = proof ?? Result { try watch?.requiredProof(in: open) }
            proof = proven
            return find(contracts, missing, in: session, proving: proven)
        }
    }

    /// Each contract, or the error that denied it.
    private func find(
        _ contracts: [UUID], _ missing: [UUID], in session: Result<Session, any Error>, proving proof: Proof
    ) -> [Found] {
        do {
            let proven = try proof.get()
            let found = try present(contracts, missing, in: session.get(), from: proven?.position ?? 0)
            return contracts.map { .success(FoundContract(folded: found[$0] ?? FoldedContract([]), proof: proven)) }
        } catch {
            if let error = ServiceError(error) { return contracts.map { _ in .failure(error) } }
            // One contract cannot be read: read each one alone.
            if contracts.count == 1 { return [.failure(error)] }
            return contracts.flatMap { find([$0], set.missing(of: [$0]), in: session, proving: proof) }
        }
    }

    /// The contracts as they are at present.
    ///
    /// - Parameter position: where the log of the session ended at least.
    private func present(
        _ contracts: [UUID], _ missing: [UUID], in session: Session, from position: Int64
    ) throws -> [UUID: FoldedContract] {
        var found: [UUID: FoldedContract] = [:]
        var missing = missing
        repeat {
            let query = LogQuery(behind: set.end, atMost: WorkingSet.longestTail, with: missing)
            let tail = try EventLog.tail(query, in: session) { try RecordedFact($0) }
            set.follow(tail, behind: query.known)
            found.merge(tail.histories.mapValues { FoldedContract($0) }) { $1 }
            found.merge(set.contracts(contracts, from: position)) { $1 }
            // The cache may have evicted some meanwhile: read those again.
            missing = contracts.filter { found[$0] == nil }
        } while !missing.isEmpty
        return found
    }
}

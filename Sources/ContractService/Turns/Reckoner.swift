import Dispatch
import FoundationEssentials
import Glibc
import Postgres
import Synchronization

/// Reckons what is asked of contracts. A contract of few facts is reckoned where the question is answered, at once; one of many on a thread apart,
/// so that nobody else's answer waits for it.
///
/// The threads are one fewer than there are cores, and of low priority: light work always finds a core. Contracts take turns, so that a contract
/// that many ask about delays another one by one reckoning.
final class Reckoner: Sendable {
    /// A contract of more facts is a large one. Those that an agent's life makes have some tens.
    static let lightFacts = 100
    /// The most questions about large contracts that are under way, from their coming until their answers are sent: an answer may have megabytes.
    private static let limit = 64

    private typealias Job = @Sendable () -> Void

    private struct State {
        var waiting = Turns<UUID, Job>()
        var threads = 0
        var underWay = 0
    }

    private let state = Mutex(State())
    private let threads: Int
    private let bound: Duration

    /// - Parameters:
    ///   - bound: the most time of a processor that one reckoning may take.
    ///   - threads: how many large contracts are reckoned at once.
    init(bound: Duration = .seconds(2), threads: Int = max(1, ProcessInfo.processInfo.activeProcessorCount - 1)) {
        self.bound = bound
        self.threads = threads
    }

    /// Reckons something of a contract.
    ///
    /// - Returns: what was reckoned and, of a large contract, the place that it takes until the answer is sent.
    /// - Throws: `ServiceError.overloaded` when too much waits; `ServiceError.tooLarge` when it takes longer than it may; what `reckoning` throws.
    func reckon<Value: Sendable>(
        of contract: UUID, facts: Int, _ reckoning: @escaping @Sendable () throws -> Value
    ) async throws -> (value: Value, place: Place?) {
        if facts <= Reckoner.lightFacts { return (try reckoning(), nil) }
        let place = try takePlace()
        let reckoned = Reckoned<Value>()
        let value = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                reckoned.await(continuation)
                submit({ [bound] in reckoned.reckon(within: bound, reckoning) }, for: contract)
            }
        } onCancel: {
            reckoned.end(.failure(CancellationError()))
        }
        return (value, place)
    }

    /// How many questions about large contracts wait for a thread.
    var waiting: Int { state.withLock { $0.waiting.count } }

    private func submit(_ job: @escaping Job, for contract: UUID) {
        let startsThread = state.withLock { state in
            state.waiting.add(job, for: contract)
            guard state.threads < threads else { return false }
            state.threads += 1
            return true
        }
        guard startsThread else { return }
        startThread(named: "reckoner") { [self] in
            // Of the calling thread alone, on Linux.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
            while let job = next() { job() }
        }
    }

    /// The next job; `nil`: the thread ends.
    private func next() -> Job? {
        state.withLock { state in
            let job = state.waiting.next()
            if job == nil { state.threads -= 1 }
            return job
        }
    }

    private func takePlace() throws(ServiceError) -> Place {
        let isTaken = state.withLock { state in
            if state.underWay == Reckoner.limit { return false }
            state.underWay += 1
            return true
        }
        guard isTaken else { throw .overloaded(retryAfterSeconds: 1) }
        return Place(of: self)
    }

    /// A place among the questions under way; free again when it is let go of.
    final class Place: Sendable {
        private let reckoner: Reckoner

        fileprivate init(of reckoner: Reckoner) { self.reckoner = reckoner }

        deinit { reckoner.state.withLock { $0.underWay -= 1 } }
    }
}

import Dispatch
import FoundationEssentials
import Glibc
import Postgres
import Synchronization

/// Computes answers about contracts. Small contracts are computed at once, on the calling thread.
/// Contracts with many facts are computed on separate threads, so that other answers do not wait for them.
///
/// The threads have low priority, and are one fewer than the cores, so that small work always finds a core.
/// Contracts take turns: many questions about one contract delay another contract by only one computation.
final class Reckoner: Sendable {
    /// The maximum number of facts of a small contract. An agent's career makes some tens.
    static let lightFacts = 100
    /// The maximum number of questions about large contracts in progress, until their answers are sent: an answer may have megabytes.
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
    ///   - bound: the maximum processor time of one computation.
    ///   - threads: the maximum number of large contracts computed at once.
    init(bound: Duration = .seconds(2), threads: Int = max(1, ProcessInfo.processInfo.activeProcessorCount - 1)) {
        self.bound = bound
        self.threads = threads
    }

    /// Computes something about a contract.
    ///
    /// - Returns: The value and, for a large contract, the place that it occupies until the answer is sent.
    /// - Throws: `ServiceError.overloaded` when too many questions wait; `ServiceError.tooLarge` at the time limit; errors of `reckoning`.
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

    /// The number of questions about large contracts that wait for a thread.
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
            // On Linux, this affects only the calling thread.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 5)
            while let job = next() { job() }
        }
    }

    /// The next job; `nil` ends the thread.
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

    /// A place among the questions in progress; freed when this object is released.
    final class Place: Sendable {
        private let reckoner: Reckoner

        fileprivate init(of reckoner: Reckoner) { self.reckoner = reckoner }

        deinit { reckoner.state.withLock { $0.underWay -= 1 } }
    }
}

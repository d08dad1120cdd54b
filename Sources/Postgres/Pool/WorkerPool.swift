import Dispatch
import Synchronization

/// The job queue and threads of a pool. A thread starts when there are more jobs than idle threads.
final class WorkerPool: Sendable {
    private struct State {
        var queue: [any AnyJob] = []
        var threads = 0
        /// Threads that will take a job next, including those just started.
        var idle = 0
        var running = 0
        var connectionsOpened = 0
        var isStopping = false
        var waitingForStop: [CheckedContinuation<Void, Never>] = []
        var listeners: [ObjectIdentifier: ListenerThread] = [:]
    }

    let configuration: PostgresConfiguration
    private let connections: Int
    private let queueLimit: Int
    private let state = Mutex(State())
    /// Counts the queued jobs, and one per thread after the pool stops.
    private let work = DispatchSemaphore(value: 0)

    init(_ configuration: PostgresConfiguration, connections: Int, queueLimit: Int) {
        self.configuration = configuration
        self.connections = connections
        self.queueLimit = queueLimit
    }

    var load: Database.Load {
        state.withLock { Database.Load(waiting: $0.queue.count, running: $0.running, connectionsOpened: $0.connectionsOpened) }
    }

    func submit(_ job: any AnyJob) {
        enum Verdict { case accepted, startThread, refused(PostgresError) }
        let verdict: Verdict = state.withLock { state in
            if state.isStopping { return .refused(PostgresError(.shutDown, "the database was shut down")) }
            // Jobs that idle threads are about to take do not count, nor do cancelled jobs.
            if state.queue.count - state.idle >= queueLimit { state.queue.removeAll { $0.hasEnded } }
            if state.queue.count - state.idle >= queueLimit {
                return .refused(PostgresError(.poolExhausted, "too many accesses are waiting"))
            }
            state.queue.append(job)
            guard state.queue.count > state.idle, state.threads < connections else { return .accepted }
            state.threads += 1
            state.idle += 1
            return .startThread
        }
        switch verdict {
        case .refused(let error): return job.fail(error)
        case .startThread:
            startThread(named: "pg-worker") { [self] in
                var worker = Worker(self)
                worker.run()
            }
        case .accepted: break
        }
        work.signal()
        failInTime(job)
    }

    /// Ends a job at its deadline without a worker, while it is queued or its connection is opened.
    private func failInTime(_ job: any AnyJob) {
        guard let deadline = job.deadline else { return }
        let milliseconds = max(0, (deadline - .now).milliseconds)
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(milliseconds))) { [weak job] in
            job?.fail(PostgresError(.timedOut, "the deadline passed while waiting for a connection"))
        }
    }

    /// The next job, to be followed by `finished()`; nil ends the thread. Blocks.
    func next() -> (any AnyJob)? {
        while true {
            work.wait()
            let (job, isStopping): ((any AnyJob)?, Bool) = state.withLock { state in
                if state.queue.isEmpty { return (nil, state.isStopping) }
                state.idle -= 1
                state.running += 1
                return (state.queue.removeFirst(), false)
            }
            if job != nil || isStopping { return job }
        }
    }

    func finished() {
        state.withLock { state in
            state.running -= 1
            state.idle += 1
        }
    }

    func openedConnection() { state.withLock { $0.connectionsOpened += 1 } }

    /// Lets each thread end once the queue is empty. Does not wait.
    func stop() {
        let (threads, listeners) = state.withLock { state in
            guard !state.isStopping else { return (0, [ListenerThread]()) }
            state.isStopping = true
            return (state.threads, Array(state.listeners.values))
        }
        for _ in 0..<threads { work.signal() }
        listeners.forEach { $0.stop() }
    }

    /// Waits until every thread has ended, after `stop()`.
    func stopped() async {
        await withCheckedContinuation { continuation in
            let hasStopped = state.withLock { state in
                if state.threads > 0 || !state.listeners.isEmpty { state.waitingForStop.append(continuation) }
                return state.threads == 0 && state.listeners.isEmpty
            }
            if hasStopped { continuation.resume() }
        }
    }

    func threadEnded() {
        endOne { state in
            state.threads -= 1
            state.idle -= 1
        }
    }

    /// Starts a listener; returns false when the pool has stopped.
    func add(_ listener: ListenerThread) -> Bool {
        state.withLock { state in
            guard !state.isStopping else { return false }
            state.listeners[ObjectIdentifier(listener)] = listener
            return true
        }
    }

    func listenerEnded(_ listener: ListenerThread) { endOne { $0.listeners[ObjectIdentifier(listener)] = nil } }

    private func endOne(_ end: (inout sending State) -> Void) {
        let waiting = state.withLock { state in
            end(&state)
            guard state.threads == 0, state.listeners.isEmpty else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waitingForStop = [] }
            return state.waitingForStop
        }
        waiting.forEach { $0.resume() }
    }
}

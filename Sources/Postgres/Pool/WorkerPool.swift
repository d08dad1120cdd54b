import Dispatch
import Synchronization

/// The job queue and threads of a pool. A thread starts when there are more jobs than idle threads.
///
/// The thread that became idle last takes the next job: what its connection needs is still in the processor's caches, on both sides.
final class WorkerPool: Sendable {
    private struct State {
        var queue: [any AnyJob] = []
        var threads = 0
        /// Threads that were started or woken, or finished a job, and have not looked for a job since.
        var coming = 0
        /// What wakes each sleeping thread; last the one that fell asleep last.
        var sleeping: [DispatchSemaphore] = []
        var running = 0
        var connectionsOpened = 0
        var isStopping = false
        var waitingForStop: [CheckedContinuation<Void, Never>] = []
        var listeners: [ObjectIdentifier: ListenerThread] = [:]

        /// How many jobs wait beyond those that idle threads are about to take.
        var excess: Int { queue.count - coming - sleeping.count }
    }

    let configuration: PostgresConfiguration
    let newestTimeline: NewestTimeline?
    private let connections: Int
    private let queueLimit: Int
    private let state = Mutex(State())

    init(_ configuration: PostgresConfiguration, connections: Int, queueLimit: Int) {
        self.configuration = configuration
        newestTimeline = NewestTimeline.of(configuration)
        self.connections = connections
        self.queueLimit = queueLimit
    }

    var load: Database.Load {
        state.withLock { Database.Load(waiting: $0.queue.count, running: $0.running, connectionsOpened: $0.connectionsOpened) }
    }

    func submit(_ job: any AnyJob) {
        enum Verdict { case waits, wakes(DispatchSemaphore), startsThread, refused(PostgresError) }
        let verdict: Verdict = state.withLock { state in
            if state.isStopping { return .refused(PostgresError(.shutDown, "the database was shut down")) }
            // Cancelled jobs do not count.
            if state.excess >= queueLimit { state.queue.removeAll { $0.hasEnded } }
            if state.excess >= queueLimit { return .refused(PostgresError(.poolExhausted, "too many accesses are waiting")) }
            state.queue.append(job)
            guard state.queue.count > state.coming else { return .waits }
            if let thread = state.sleeping.popLast() {
                state.coming += 1
                return .wakes(thread)
            }
            guard state.threads < connections else { return .waits }
            state.threads += 1
            state.coming += 1
            return .startsThread
        }
        switch verdict {
        case .refused(let error): return job.fail(error)
        case .wakes(let thread): thread.signal()
        case .startsThread:
            startThread(named: "pg-worker") { [self] in
                var worker = Worker(self)
                worker.run()
            }
        case .waits: break
        }
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
    ///
    /// - Parameter thread: wakes the calling thread.
    func next(for thread: DispatchSemaphore) -> (any AnyJob)? {
        enum Turn { case takes(any AnyJob), sleeps, ends }
        while true {
            let turn: Turn = state.withLock { state in
                state.coming -= 1
                if !state.queue.isEmpty {
                    state.running += 1
                    return .takes(state.queue.removeFirst())
                }
                if state.isStopping { return .ends }
                state.sleeping.append(thread)
                return .sleeps
            }
            switch turn {
            case .takes(let job): return job
            case .ends: return nil
            case .sleeps: thread.wait()
            }
        }
    }

    func finished() {
        state.withLock { state in
            state.running -= 1
            state.coming += 1
        }
    }

    /// Checks that a new session may be used, before its first access.
    ///
    /// - Throws: `.unreachable` when its server is a former primary; `.notAdmitted` when the server says that it may not be used.
    func admit(_ session: Session) throws(PostgresError) {
        try newestTimeline?.admit(session, patience: configuration.connectTimeout)
        if let admission = configuration.admission { try session.admit(by: admission, patience: configuration.connectTimeout) }
    }

    func openedConnection() { state.withLock { $0.connectionsOpened += 1 } }

    /// Lets each thread end once the queue is empty. Does not wait.
    func stop() {
        let (sleeping, listeners) = state.withLock { state in
            state.isStopping = true
            state.coming += state.sleeping.count
            defer { state.sleeping = [] }
            return (state.sleeping, Array(state.listeners.values))
        }
        sleeping.forEach { $0.signal() }
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

    func threadEnded() { endOne { $0.threads -= 1 } }

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

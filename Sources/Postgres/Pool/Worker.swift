import CLibPQ
import Dispatch

/// One thread of a pool and its connection; no other thread uses that connection.
struct Worker: ~Copyable {
    private let pool: WorkerPool
    private let wake = WakeSignal()
    private let work = DispatchSemaphore(value: 0)
    private var session: Session?
    private var expiry = ContinuousClock.now

    init(_ pool: WorkerPool) { self.pool = pool }

    /// Runs jobs until the pool stops.
    mutating func run() {
        while let job = pool.next(for: work) {
            // Nothing interrupts the opening of a connection. The job stays queued meanwhile, so its deadline or cancellation ends it at
            // once.
            let ready: Result<Session, PostgresError>? = job.hasEnded ? nil : Result { () throws(PostgresError) in try readySession() }
            guard let ready, job.start(wake: wake) else {
                pool.finished()
                continue
            }
            session?.connection.limits = Limits(deadline: job.deadline, isCancelled: { job.isCancelled })
            let tellCaller = job.run { try ready.get() }
            // The job has ended: a late cancellation no longer raises the signal.
            wake.lower()
            session?.connection.limits = .none
            // Closing a connection rolls back a transaction left open.
            if let connection = session?.connection, !connection.isUsable || connection.transactionStatus != PQTRANS_IDLE { session = nil }
            pool.finished()
            tellCaller()
        }
        session = nil
        pool.threadEnded()
    }

    /// This thread's session. Opens a new one if there is none, the server closed it or is a former primary, or it is old. A new one is used only if
    /// it is admitted.
    private mutating func readySession() throws(PostgresError) -> Session {
        if let session, session.isOnNewestTimeline, session.connection.isStillOpen(), ContinuousClock.now < expiry { return session }
        session = nil
        let opened = try Session(pool.configuration, wake: wake)
        pool.openedConnection()
        try pool.admit(opened)
        // Different lifetimes: connections opened together should not close together.
        expiry = .now + pool.configuration.connectionLifetime * Double.random(in: 0.9...1.1)
        session = opened
        return opened
    }
}

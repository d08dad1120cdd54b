import CLibPQ

/// One thread of a pool and its connection, which nothing else ever touches.
struct Worker: ~Copyable {
    private let pool: WorkerPool
    private let wake = WakeSignal()
    private var session: Session?
    private var expiry = ContinuousClock.now

    init(_ pool: WorkerPool) { self.pool = pool }

    /// Runs one job after the other until the pool stops.
    mutating func run() {
        while let job = pool.next() {
            // Still queued while a connection is opened, which nothing interrupts: its deadline and its cancellation end the job at once.
            let ready: Result<Session, PostgresError>? = job.hasEnded ? nil : Result { () throws(PostgresError) in try readySession() }
            guard let ready, job.start(wake: wake) else {
                pool.finished()
                continue
            }
            session?.connection.limits = Limits(deadline: job.deadline, isCancelled: { job.isCancelled })
            let tellCaller = job.run { try ready.get() }
            // The job has ended: a late cancellation does not raise the signal any more.
            wake.lower()
            session?.connection.limits = .none
            // A session left inside a transaction is rolled back by closing it.
            if let connection = session?.connection, !connection.isUsable || connection.transactionStatus != PQTRANS_IDLE { session = nil }
            pool.finished()
            tellCaller()
        }
        session = nil
        pool.threadEnded()
    }

    /// The session of this thread, opened if there is none, or if the one there is was closed by the server or is old.
    private mutating func readySession() throws(PostgresError) -> Session {
        if let session, session.connection.isStillOpen(), ContinuousClock.now < expiry { return session }
        session = nil
        let opened = try Session(pool.configuration, wake: wake)
        pool.openedConnection()
        // Connections opened together should not be closed together.
        expiry = .now + pool.configuration.connectionLifetime * Double.random(in: 0.9...1.1)
        session = opened
        return opened
    }
}

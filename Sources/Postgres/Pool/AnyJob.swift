import Synchronization

/// A job as a worker sees it.
protocol AnyJob: AnyObject, Sendable {
    var deadline: ContinuousClock.Instant? { get }
    var isCancelled: Bool { get }
    var hasEnded: Bool { get }
    /// Fails the job if it still waits.
    func fail(_ error: any Error)
    /// Starts the job. Returns false when the job ended while it waited.
    func start(wake: WakeSignal) -> Bool
    /// Runs the job. Returns a closure that informs the caller; call it once the worker can take the next job.
    func run(_ session: () throws -> Session) -> () -> Void
}

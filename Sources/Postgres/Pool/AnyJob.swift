import Synchronization

/// What a worker needs to know of a job.
protocol AnyJob: AnyObject, Sendable {
    var deadline: ContinuousClock.Instant? { get }
    var isCancelled: Bool { get }
    var hasEnded: Bool { get }
    /// Ends the job if it still waits.
    func fail(_ error: any Error)
    /// False: the job has ended while it waited.
    func start(wake: WakeSignal) -> Bool
    /// Runs the job and returns what tells its caller, to be called when the worker can take the next one.
    func run(_ session: () throws -> Session) -> () -> Void
}

import NIOCore
import Synchronization

/// Runs tasks on an event loop, so that one thread reads, answers and writes a connection's requests. With two threads, each request
/// switches between them several times, which cost a sixth of the question rate.
///
/// A task must not block, as on any thread of the cooperative pool. The database has its own threads.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    private init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// The executor of a loop. It lives as long as the process, since tasks do not retain their executor.
    static func on(_ loop: any EventLoop) -> EventLoopExecutor {
        all.withLock { all in
            if let executor = all[ObjectIdentifier(loop)] { return executor }
            let executor = EventLoopExecutor(loop)
            all[ObjectIdentifier(loop)] = executor
            return executor
        }
    }

    private static let all = Mutex<[ObjectIdentifier: EventLoopExecutor]>([:])
}

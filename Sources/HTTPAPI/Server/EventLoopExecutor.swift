import NIOCore
import Synchronization

/// Runs tasks on an event loop: a connection's requests are answered on the thread that reads and writes it. With a thread to answer and another
/// to read and write, each request crosses between them again and again, which cost a question a sixth of its rate.
///
/// What answers must not block, as on any thread of the cooperative pool; the database has threads of its own.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    private init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// That of a loop: one and the same as long as the process lives, since tasks do not hold on to theirs.
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

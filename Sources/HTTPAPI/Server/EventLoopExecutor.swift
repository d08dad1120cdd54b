import HummingbirdCore
import Logging
import NIOCore
import NIOHTTPTypesHTTP1
import Synchronization

/// Runs tasks on an event loop: a connection's requests are answered on the thread that reads and writes it. With a thread to answer and another
/// to read and write, each request crosses between them again and again, which cost a question a sixth of its rate.
///
/// What answers must not block, as on any thread of the cooperative pool; the database has threads of its own.
final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    /// That of the connection whose request is answered; `nil`: the cooperative pool's.
    @TaskLocal static var current: EventLoopExecutor?

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

/// A kind of connection, whose requests are answered on its event loop.
struct OnEventLoop<Connection: ServerChildChannel>: ServerChildChannel {
    let connection: Connection

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection.Value> {
        connection.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(OlderRequests(), position: .before(pipeline.handler(type: HTTP1ToHTTPServerCodec.self)))
            return value
        }
    }

    func handle(value: Connection.Value, logger: Logger) async {
        let executor = EventLoopExecutor.on(value.channel.eventLoop)
        await EventLoopExecutor.$current.withValue(executor) {
            await withTaskExecutorPreference(executor) { await connection.handle(value: value, logger: logger) }
        }
    }
}

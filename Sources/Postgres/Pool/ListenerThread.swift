import CLibPQ
import Logging
import Synchronization

/// The thread behind a sequence of notifications.
final class ListenerThread: Sendable {
    private let channel: String
    private let pool: WorkerPool
    private let hints: AsyncStream<Notification>.Continuation
    private let wake = WakeSignal()
    private let isStopping = Atomic(false)

    init(channel: String, pool: WorkerPool, hints: AsyncStream<Notification>.Continuation) {
        self.channel = channel
        self.pool = pool
        self.hints = hints
    }

    func start() {
        let logger = Logger.current
        startThread(named: "pg-listener") { [self] in
            withLogger(logger) { _ in run() }
            hints.finish()
            pool.listenerEnded(self)
        }
    }

    func stop() {
        isStopping.store(true, ordering: .sequentiallyConsistent)
        wake.raise()
    }

    private var hasStopped: Bool { isStopping.load(ordering: .sequentiallyConsistent) }

    /// Connects and listens in a loop. After a failure it pauses, from 0.1 up to 5 seconds.
    private func run() {
        var pause: Int32 = 100
        while !hasStopped {
            do {
                try listen { pause = 100 }
            } catch {
                if hasStopped { return }
                Logger.current.debug("listener lost its connection", metadata: ["error": "\(error)"])
                _ = clibpq_wait(-1, 0, wake.descriptor, pause)
                pause = min(pause * 2, 5000)
            }
        }
    }

    private func listen(connected: () -> Void) throws {
        let session = try Session(pool.configuration, wake: wake)
        session.connection.limits = Limits(deadline: nil, isCancelled: { self.hasStopped })
        try pool.admit(session)
        let pointer = session.connection.pointer
        guard let quoted = PQescapeIdentifier(pointer, channel, channel.utf8.count) else { throw PostgresError(.misuse, "no channel name") }
        defer { PQfreemem(quoted) }
        try session.executeScript("LISTEN \(String(cString: quoted))")
        connected()
        hints.yield(Notification(channel: channel, payload: nil))
        while !hasStopped {
            while let notification = PQnotifies(pointer) {
                hints.yield(Notification(channel: channel, payload: String(cString: notification.pointee.extra)))
                PQfreemem(notification)
            }
            session.connection.waitForMessage()
            guard session.connection.isStillOpen() else { throw PostgresError(.connectionLost, session.connection.lastMessage) }
        }
    }
}

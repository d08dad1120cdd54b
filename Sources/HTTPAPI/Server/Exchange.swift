import NIOCore
import Synchronization

/// A request while it is answered, as far as its connection is concerned.
final class Exchange: Sendable {
    let channel: any Channel
    /// Who is at the other end.
    let peer: Peer
    /// Nil for a request that came on no connection of ours.
    private let connection: NIOLoopBound<ClientConnection>?

    init(on channel: any Channel, peer: Peer, connection: NIOLoopBound<ClientConnection>? = nil) {
        self.channel = channel
        self.peer = peer
        self.connection = connection
    }

    /// Cancels the work when its answer has not begun after this time.
    func limit(to duration: Duration) {
        guard let connection else { return }
        // Nearly always: a closure would cost more than the rest.
        if connection.eventLoop.inEventLoop { return connection.value.limit(self, to: TimeAmount(duration)) }
        connection.eventLoop.execute { connection.value.limit(self, to: TimeAmount(duration)) }
    }

    /// Tells a client that waits to be asked for its body to send it.
    func invite() {
        guard let connection else { return }
        if connection.eventLoop.inEventLoop { return connection.value.invite(self) }
        connection.eventLoop.execute { connection.value.invite(self) }
    }

    /// Runs a part of the work, and cancels the whole when the part is not done in time.
    ///
    /// - Throws: `error` when it was not, else what the part throws.
    func within<Value>(_ duration: Duration, throwing error: some Error, _ part: () async throws -> Value) async throws -> Value {
        guard let connection else { return try await part() }
        let isLate = Atomic(false)
        let alarm = channel.eventLoop.scheduleTask(in: TimeAmount(duration)) {
            isLate.store(true, ordering: .releasing)
            connection.value.cancel(self)
        }
        defer { alarm.cancel() }
        let result: Result<Value, any Error>
        do { result = .success(try await part()) } catch { result = .failure(error) }
        if isLate.load(ordering: .acquiring) { throw error }
        return try result.get()
    }
}

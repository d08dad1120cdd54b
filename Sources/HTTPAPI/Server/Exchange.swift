import NIOCore
import Synchronization

/// A request in progress, as its connection sees it.
final class Exchange: Sendable {
    let channel: any Channel
    /// The client at the other end.
    let peer: Peer
    /// The connection; nil for a request that came on none of ours.
    private let connection: NIOLoopBound<ClientConnection>?

    init(on channel: any Channel, peer: Peer, connection: NIOLoopBound<ClientConnection>? = nil) {
        self.channel = channel
        self.peer = peer
        self.connection = connection
    }

    /// Cancels the work when its answer has not begun after `duration`.
    func limit(to duration: Duration) {
        guard let connection else { return }
        // The usual case, without a closure: the closure would cost more than the rest.
        if connection.eventLoop.inEventLoop { return connection.value.limit(self, to: TimeAmount(duration)) }
        connection.eventLoop.execute { connection.value.limit(self, to: TimeAmount(duration)) }
    }

    /// Sends `100 Continue` to a client that waits for it before it sends the body.
    func invite() {
        guard let connection else { return }
        if connection.eventLoop.inEventLoop { return connection.value.invite(self) }
        connection.eventLoop.execute { connection.value.invite(self) }
    }

    /// Runs a part of the work. When the part is not done in time, cancels the whole work.
    ///
    /// - Throws: `error` when the part was too slow, otherwise the part's error.
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

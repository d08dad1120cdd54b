/// A hint that something may have changed. Notifications sent while the listener was not connected are lost, and several may come as one: always follow one
/// with a read from where the last one ended, and read from time to time without one.
public struct Notification: Hashable, Sendable {
    /// The channel listened on.
    public let channel: String
    /// What the sender sent; nil for the hint given each time the listener has connected, when anything may have happened before.
    public let payload: String?

    /// A hint as the sequence gives it.
    public init(channel: String, payload: String?) {
        self.channel = channel
        self.payload = payload
    }
}

extension Database {
    /// Listens on a channel with a connection of its own, which is opened again when it breaks, until the sequence is dropped, its task cancelled, or the
    /// database shut down. Of the hints not taken yet only the newest is kept.
    public func notifications(on channel: String) -> AsyncStream<Notification> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let listener = ListenerThread(channel: channel, pool: pool, hints: continuation)
            guard pool.add(listener) else { return continuation.finish() }
            continuation.onTermination = { _ in listener.stop() }
            listener.start()
        }
    }
}

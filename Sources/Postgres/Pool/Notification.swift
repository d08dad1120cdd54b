/// A hint that something may have changed.
///
/// Notifications are lost while the listener is not connected, and several may arrive as one. So after each one, read on from the last end.
/// Also read from time to time without a notification.
public struct Notification: Hashable, Sendable {
    /// The channel listened on.
    public let channel: String
    /// The sender's payload. Nil for the hint after each connect, because changes before it may have been missed.
    public let payload: String?

    /// A hint, as the sequence yields it.
    public init(channel: String, payload: String?) {
        self.channel = channel
        self.payload = payload
    }
}

extension Database {
    /// Listens on a channel with its own connection, which reconnects when it breaks.
    /// Ends when the sequence is dropped, its task is cancelled, or the database shuts down. Only the newest unread hint is kept.
    public func notifications(on channel: String) -> AsyncStream<Notification> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let listener = ListenerThread(channel: channel, pool: pool, hints: continuation)
            guard pool.add(listener) else { return continuation.finish() }
            continuation.onTermination = { _ in listener.stop() }
            listener.start()
        }
    }
}

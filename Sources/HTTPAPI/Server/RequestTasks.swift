import HummingbirdCore
import NIOCore

/// Answers each request in a task of its own while many clients are connected, so that a connection which waits for its next request takes little memory.
///
/// A task keeps the memory of its deepest call until it ends. A request takes 20 kB of it, and the task of a connection lives as long as the connection.
/// Few connections may keep that, since a task for each request takes time.
struct RequestTasks: Sendable {
    let peers: Peers
    /// How many clients may be connected before requests have tasks of their own.
    let few: Int

    /// The same answers, in the connection's task or in another.
    func answers(_ answer: @escaping HTTPChannelHandler.Responder) -> HTTPChannelHandler.Responder {
        { [self] request, writer, channel in
            guard peers.count > few else { return try await answer(request, writer, channel) }
            let handedOver = HandedOver(writer)
            try await withThrowingDiscardingTaskGroup { group in
                group.addTask { try await answer(request, handedOver.take(), channel) }
            }
        }
    }
}

/// Brings what writes the answer from one task to another: it cannot be copied, so a closure cannot hold it by itself.
///
/// Unchecked: the task that gives the writer away touches it no more, and waits for the one task that takes it.
private final class HandedOver: @unchecked Sendable {
    private var writer: ResponseWriter?

    init(_ writer: consuming ResponseWriter) { self.writer = consume writer }

    func take() throws -> ResponseWriter {
        guard let writer = writer.take() else { throw CancellationError() }
        return writer
    }
}

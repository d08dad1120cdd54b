import CLibPQ

/// Asks the server to cancel what one connection is running. Such a request can arrive late, so a connection that was sent one is not used again.
///
/// `@unchecked Sendable`: a `PGcancel` never changes after `PQgetCancel`, and `PQcancel` is documented to be safe from any thread.
final class CancelHandle: @unchecked Sendable {
    private let pointer: OpaquePointer

    init?(_ connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit { PQfreeCancel(pointer) }

    /// Sends the request from a thread of its own, for it opens a connection and waits for it.
    func send() {
        startThread(named: "pg-cancel") { [self] in
            var message = [CChar](repeating: 0, count: 256)
            _ = PQcancel(pointer, &message, Int32(message.count))
        }
    }
}

import CLibPQ
import Synchronization

/// Asks the server to cancel what one connection is running. Such a request can arrive late, so a connection that was sent one is not used again.
///
/// `@unchecked Sendable`: a `PGcancel` never changes after `PQgetCancel`, and `PQcancel` is documented to be safe from any thread.
final class CancelHandle: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let isSending = Atomic(false)

    init?(_ connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit { PQfreeCancel(pointer) }

    /// Sends the request from a thread of its own, which opens a connection and waits for it. Does nothing while an earlier request is still being sent:
    /// a stopped server accepts none, and each would keep its thread.
    func send() {
        guard !isSending.exchange(true, ordering: .acquiringAndReleasing) else { return }
        startThread(named: "pg-cancel") { [self] in
            defer { isSending.store(false, ordering: .releasing) }
            var message = [CChar](repeating: 0, count: 256)
            _ = PQcancel(pointer, &message, Int32(message.count))
        }
    }
}

import CLibPQ
import Synchronization

/// Asks the server to cancel the current statement of one connection. The request can arrive late, so a cancelled connection is never
/// reused.
///
/// `@unchecked Sendable`: a `PGcancel` never changes after `PQgetCancel`, and `PQcancel` is documented as safe from any thread.
final class CancelHandle: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let isSending = Atomic(false)

    init?(_ connection: OpaquePointer) {
        guard let pointer = PQgetCancel(connection) else { return nil }
        self.pointer = pointer
    }

    deinit { PQfreeCancel(pointer) }

    /// Sends the request on a new thread, which opens a connection and blocks.
    /// Does nothing while an earlier request is being sent: a stopped server accepts none, and each would block a thread.
    func send() {
        guard !isSending.exchange(true, ordering: .acquiringAndReleasing) else { return }
        startThread(named: "pg-cancel") { [self] in
            defer { isSending.store(false, ordering: .releasing) }
            var message = [CChar](repeating: 0, count: 256)
            _ = PQcancel(pointer, &message, Int32(message.count))
        }
    }
}

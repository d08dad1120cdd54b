import CLibPQ

/// Wakes a thread that waits for its server, from any other thread. Uses an eventfd, whose reads and writes are atomic.
final class WakeSignal: Sendable {
    let descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))

    deinit { close(descriptor) }

    /// Makes the descriptor readable until `lower()`.
    func raise() {
        var one: UInt64 = 1
        _ = write(descriptor, &one, 8)
    }

    func lower() {
        var count: UInt64 = 0
        _ = read(descriptor, &count, 8)
    }
}

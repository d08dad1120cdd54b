import CLibPQ
import Glibc

/// Runs `body` on a new detached thread.
package func startThread(named name: String, _ body: @escaping @Sendable () -> Void) {
    let box = Unmanaged.passRetained(ThreadBody(name: name, body: body))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let failure = pthread_create(
        &thread, &attributes,
        { argument in
            guard let argument else { return nil }
            let thread = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
            clibpq_name_this_thread(thread.name)
            thread.body()
            return nil
        }, box.toOpaque())
    // Without a thread, the caller of `body` would wait for ever, and later calls would fail too.
    precondition(failure == 0, "no thread can be started (\(failure))")
}

private final class ThreadBody: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

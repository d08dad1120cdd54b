import Dispatch
import Glibc

/// Cancels long work on an interrupt, so that it can clean up.
enum Interruption {
    /// Waits for a task, and cancels it on SIGINT or SIGTERM.
    static func cancels<Value: Sendable>(_ task: Task<Value, any Error>) async throws -> Value {
        let signals = Signals { task.cancel() }
        defer { signals.end() }
        return try await task.value
    }

    /// Calls `stop` on SIGINT and SIGTERM instead of ending the process.
    final class Signals {
        private let sources: [any DispatchSourceSignal]

        init(_ stop: @escaping @Sendable () -> Void) {
            // A queue of its own: the work may keep the global queues busy.
            let queue = DispatchQueue(label: "interruption")
            sources = [SIGINT, SIGTERM].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
                source.setEventHandler { stop() }
                source.resume()
                return source
            }
        }

        /// Stops calling `stop`. The process still ignores the signals, since it is about to end by itself.
        func end() { for source in sources { source.cancel() } }
    }
}

import Dispatch
import Glibc

/// What an interrupt does to long work: cancels it, so that it can put things in order.
enum Interruption {
    /// Waits for a task, which is cancelled when the process is interrupted or told to end.
    static func cancels<Value: Sendable>(_ task: Task<Value, any Error>) async throws -> Value {
        let signals = Signals { task.cancel() }
        defer { signals.end() }
        return try await task.value
    }

    /// From now on, calls `stop` when the process is interrupted or told to end, instead of ending it.
    final class Signals {
        private let sources: [any DispatchSourceSignal]

        init(_ stop: @escaping @Sendable () -> Void) {
            // A queue of its own: the global ones may be busy with the work.
            let queue = DispatchQueue(label: "interruption")
            sources = [SIGINT, SIGTERM].map { number in
                signal(number, SIG_IGN)
                let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
                source.setEventHandler { stop() }
                source.resume()
                return source
            }
        }

        /// Calls it no more. The process goes on to ignore the signals: it is about to end by itself.
        func end() { for source in sources { source.cancel() } }
    }
}

import Dispatch
import Glibc

/// What an interrupt does to long work: cancels it, so that it can put things in order.
enum Interruption {
    /// Waits for a task, which is cancelled when the process is interrupted or told to end.
    static func cancels<Value: Sendable>(_ task: Task<Value, any Error>) async throws -> Value {
        // A queue of its own: the global ones may be busy with the work.
        let queue = DispatchQueue(label: "interruption")
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { task.cancel() }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return try await task.value
    }
}

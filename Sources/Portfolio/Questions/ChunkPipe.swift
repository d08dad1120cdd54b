import Dispatch
import Synchronization

/// Passes chunks from a producing thread to a consuming task. The thread waits while the buffer is full.
///
/// Hand-written: swift-async-algorithms has channels between tasks only, and a database session is a thread.
final class ChunkPipe: Sendable {
    private struct State {
        var chunks: [[UInt8]] = []
        var taker: CheckedContinuation<[UInt8]?, any Error>?
        var end: Result<Void, any Error>?
        var isAbandoned = false
    }

    /// The consumer has stopped, or was too slow.
    struct Abandoned: Error {}

    private let state = Mutex(State())
    /// One unit for each free place in the buffer.
    private let room: DispatchSemaphore
    private let patience: Duration

    /// - Parameters:
    ///   - capacity: how many chunks the buffer holds.
    ///   - patience: how long a full buffer waits for the consumer.
    init(capacity: Int, patience: Duration) {
        // Starts at 0 and is signalled up to the capacity: a semaphore must not end below its first value.
        room = DispatchSemaphore(value: 0)
        for _ in 0..<capacity { room.signal() }
        self.patience = patience
    }

    /// Adds a chunk; blocks while the buffer is full. Call it on a thread of its own.
    ///
    /// - Throws: `Abandoned`, also when the consumer took nothing for `patience`.
    func give(_ chunk: [UInt8]) throws {
        let inTime = room.wait(timeout: .now() + .nanoseconds(Int(patience / .nanoseconds(1)))) == .success
        let taker = try state.withLock { state in
            guard inTime, !state.isAbandoned else {
                state.isAbandoned = true
                throw Abandoned()
            }
            if let taker = state.taker {
                state.taker = nil
                return taker as CheckedContinuation<[UInt8]?, any Error>?
            }
            state.chunks.append(chunk)
            return nil
        }
        guard let taker else { return }
        room.signal()
        taker.resume(returning: chunk)
    }

    /// Ends the chunks, with an error or without.
    func end(_ result: Result<Void, any Error>) {
        let taker = state.withLock { state in
            state.end = state.end ?? result
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume(with: result.map { nil })
    }

    /// The next chunk; `nil` after the last. Only one task may call it at a time.
    func take() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { taker in
                let ready: Result<[UInt8]?, any Error>? = state.withLock { state in
                    if !state.chunks.isEmpty { return .success(state.chunks.removeFirst()) }
                    if state.isAbandoned { return .failure(CancellationError()) }
                    if let end = state.end { return end.map { nil } }
                    state.taker = taker
                    return nil
                }
                guard let ready else { return }
                if case .success(.some) = ready { room.signal() }
                taker.resume(with: ready)
            }
        } onCancel: {
            abandon()
        }
    }

    /// Stops the consumer: the producer's next `give` fails.
    func abandon() {
        let taker = state.withLock { state in
            state.isAbandoned = true
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume(throwing: CancellationError())
        room.signal()
    }
}

import Dispatch
import Synchronization

/// Chunks from a thread that makes them to a task that takes them: a few at most wait, then the thread does.
///
/// Written by hand: swift-async-algorithms has channels for tasks on both sides, and a session of the database is a thread.
final class ChunkPipe: Sendable {
    private struct State {
        var chunks: [[UInt8]] = []
        var taker: CheckedContinuation<[UInt8]?, any Error>?
        var end: Result<Void, any Error>?
        var isAbandoned = false
    }

    /// Nobody takes what is made.
    struct Abandoned: Error {}

    private let state = Mutex(State())
    /// One unit for each chunk that may still wait.
    private let room: DispatchSemaphore
    private let patience: Duration

    /// - Parameters:
    ///   - capacity: how many chunks may wait.
    ///   - patience: how long a chunk is held for a taker who does not come.
    init(capacity: Int, patience: Duration) {
        // Signalled beyond its first value only: a semaphore must not end below it.
        room = DispatchSemaphore(value: 0)
        for _ in 0..<capacity { room.signal() }
        self.patience = patience
    }

    /// Gives a chunk; waits while there is no room. For a thread of its own.
    ///
    /// - Throws: `Abandoned`, also when nobody took anything for too long.
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

    /// Says that no more chunks come, or why.
    func end(_ result: Result<Void, any Error>) {
        let taker = state.withLock { state in
            state.end = state.end ?? result
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume(with: result.map { nil })
    }

    /// The next chunk; `nil` after the last. One task at a time.
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

    /// Takes no more: whoever gives fails at the next chunk.
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

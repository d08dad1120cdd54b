import Dispatch
import Synchronization

/// Hands the pieces of a body to a thread that waits for them. Few are in memory at once.
///
/// One task puts pieces, and one thread takes them.
final class ArrivingBytes: Sendable {
    private struct State {
        var pieces: [[UInt8]] = []
        var end: Result<Void, any Error>?
        /// Whether nobody takes any more.
        var isClosed = false
        /// Resumed when there is room for another piece, or when nobody takes any more.
        var room: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())
    private let filled = DispatchSemaphore(value: 0)
    /// So many pieces wait at most, and one more.
    private static let limit = 4

    /// Gives a piece, and waits until there is room for another.
    ///
    /// - Returns: whether more is wanted.
    func put(_ piece: [UInt8]) async -> Bool {
        if piece.isEmpty { return true }
        let isFull = state.withLock { state in
            if !state.isClosed { state.pieces.append(piece) }
            return state.pieces.count > Self.limit
        }
        filled.signal()
        if isFull {
            await withCheckedContinuation { continuation in
                let hasRoom = state.withLock { state in
                    if state.isClosed || state.pieces.count <= Self.limit { return true }
                    state.room = continuation
                    return false
                }
                if hasRoom { continuation.resume() }
            }
        }
        return state.withLock { !$0.isClosed }
    }

    /// Says that no piece follows. Only the first call counts.
    func end(_ result: Result<Void, any Error>) {
        state.withLock { if $0.end == nil { $0.end = result } }
        filled.signal()
    }

    /// The next piece; empty after the last. Waits for it, on a thread that may.
    ///
    /// - Throws: the error with which the pieces end.
    func next() throws -> [UInt8] {
        while true {
            let (piece, end, room) = state.withLock { state in
                let piece = state.pieces.isEmpty ? nil : state.pieces.removeFirst()
                let room = state.pieces.count <= Self.limit ? state.room.take() : nil
                return (piece, state.end, room)
            }
            room?.resume()
            if let piece { return piece }
            if let end {
                try end.get()
                return []
            }
            filled.wait()
        }
    }

    /// Says that nobody takes any more.
    func close() {
        let room = state.withLock { state in
            state.isClosed = true
            state.pieces = []
            return state.room.take()
        }
        room?.resume()
    }
}

import Synchronization

/// Hands out the chunks of an answer, slice by slice. Reads one slice ahead of its reader, and no further.
///
/// A slow reader therefore holds no connection and no snapshot, only the memory of two slices.
final class SliceReader: Sendable {
    private struct State {
        var chunks: ArraySlice<[UInt8]>
        /// The slice that is read ahead; nil after the last.
        var ahead: Task<PortfolioSlice, any Error>?
    }

    private let state: Mutex<State>
    private let read: @Sendable (_ former: PortfolioSlice) async throws -> PortfolioSlice

    /// - Parameters:
    ///   - first: the first slice of the answer.
    ///   - read: reads the slice after another.
    init(_ first: PortfolioSlice, read: @escaping @Sendable (_ former: PortfolioSlice) async throws -> PortfolioSlice) {
        self.read = read
        state = Mutex(SliceReader.state(of: first, read))
    }

    deinit { state.withLock { $0.ahead }?.cancel() }

    /// The next chunk; nil after the last. Only one task may call it at a time.
    func next() async throws -> [UInt8]? {
        while true {
            let (chunk, ahead) = state.withLock { ($0.chunks.popFirst(), $0.ahead) }
            if let chunk { return chunk }
            guard let ahead else { return nil }
            let slice = try await withTaskCancellationHandler {
                try await ahead.value
            } onCancel: {
                ahead.cancel()
            }
            let renewed = SliceReader.state(of: slice, read)
            state.withLock { $0 = renewed }
        }
    }

    private static func state(
        of slice: PortfolioSlice, _ read: @escaping @Sendable (_ former: PortfolioSlice) async throws -> PortfolioSlice
    ) -> State {
        State(chunks: slice.chunks[...], ahead: slice.next == nil ? nil : Task { try await read(slice) })
    }
}

import Synchronization

/// A bounded queue from one task to another, which takes all elements at once.
final class Backlog<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var weight = 0
        var end: Result<Void, any Error>?
        var taking: CheckedContinuation<Void, Never>?
        var adding: CheckedContinuation<Void, Never>?
    }

    private let limit: Int
    private let weigh: @Sendable (Element) -> Int
    private let state = Mutex(State())

    init(limit: Int, weigh: @escaping @Sendable (Element) -> Int) {
        self.limit = limit
        self.weigh = weigh
    }

    /// Adds elements, and returns when there is room for more. Only one task may add.
    func add(_ elements: [Element]) async throws(CancellationError) {
        let taking = state.withLock { state in
            state.elements += elements
            state.weight += elements.reduce(0) { $0 + weigh($1) }
            return state.elements.isEmpty ? nil : take(&state.taking)
        }
        taking?.resume()
        while state.withLock({ $0.weight >= limit }) { try await wait(\.adding) { $0.weight < self.limit } }
    }

    /// Ends the queue. After the last elements, the taker gets the end or `error`.
    func end(_ error: (any Error)? = nil) {
        let taking = state.withLock { state in
            if state.end == nil { state.end = error.map { .failure($0) } ?? .success(()) }
            return take(&state.taking)
        }
        taking?.resume()
    }

    /// All queued elements, once there are any; nil at the end. Only one task may take.
    func takeAll() async throws -> [Element]? {
        while true {
            let (elements, end, adding) = state.withLock { state in
                defer { (state.elements, state.weight) = ([], 0) }
                return (state.elements, state.end, take(&state.adding))
            }
            adding?.resume()
            if !elements.isEmpty { return elements }
            if let end {
                try end.get()
                return nil
            }
            try await wait(\.taking) { !$0.elements.isEmpty || $0.end != nil }
        }
    }

    /// Waits until the continuation at `place` is resumed. Returns at once if `isSo` already holds.
    private func wait(
        _ place: any WritableKeyPath<State, CheckedContinuation<Void, Never>?> & Sendable, unless isSo: @Sendable (State) -> Bool
    ) async throws(CancellationError) {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isWaiting = state.withLock { state in
                    if isSo(state) || Task.isCancelled { return false }
                    state[keyPath: place] = continuation
                    return true
                }
                if !isWaiting { continuation.resume() }
            }
        } onCancel: {
            state.withLock { take(&$0[keyPath: place]) }?.resume()
        }
        if Task.isCancelled { throw CancellationError() }
    }

    private func take(_ continuation: inout CheckedContinuation<Void, Never>?) -> CheckedContinuation<Void, Never>? {
        defer { continuation = nil }
        return continuation
    }
}

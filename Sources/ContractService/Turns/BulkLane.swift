import Synchronization

/// Runs the work of several bulks, one piece at a time. The bulks alternate; the pieces of one bulk stay in order.
final class BulkLane: Sendable {
    private struct State {
        var turns = Turns<ObjectIdentifier, LaneGate>()
        var isBusy = false
        var emptied: [CheckedContinuation<Void, Never>] = []
    }
    private let state = Mutex(State())

    /// Runs a piece of work when its turn comes.
    func run<Value: Sendable>(for bulk: BulkStream, _ work: @escaping @Sendable () async -> Value) -> Task<Value, Never> {
        let gate = LaneGate()
        state.withLock { $0.turns.add(gate, for: ObjectIdentifier(bulk)) }
        openNext(ending: false)
        return Task {
            await gate.passed()
            defer { openNext(ending: true) }
            return await work()
        }
    }

    /// Waits until no work is left.
    func emptied() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.isBusy { state.emptied.append(continuation) }
                return !state.isBusy
            }
            if isEmpty { continuation.resume() }
        }
    }

    private func openNext(ending: Bool) {
        let (gate, emptied): (LaneGate?, [CheckedContinuation<Void, Never>]) = state.withLock { state in
            if ending { state.isBusy = false }
            if state.isBusy { return (nil, []) }
            if let gate = state.turns.next() {
                state.isBusy = true
                return (gate, [])
            }
            defer { state.emptied = [] }
            return (nil, state.emptied)
        }
        gate?.open()
        for continuation in emptied { continuation.resume() }
    }
}

/// A gate that lets one task through after it is opened.
private final class LaneGate: Sendable {
    private enum State {
        case shut
        case awaited(CheckedContinuation<Void, Never>)
        case open
    }
    private let state = Mutex(State.shut)

    func open() {
        let awaiting: CheckedContinuation<Void, Never>? = state.withLock { state in
            defer { state = .open }
            if case .awaited(let continuation) = state { return continuation }
            return nil
        }
        awaiting?.resume()
    }

    func passed() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if case .open = state { return true }
                state = .awaited(continuation)
                return false
            }
            if isOpen { continuation.resume() }
        }
    }
}

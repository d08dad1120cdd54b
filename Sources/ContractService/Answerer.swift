import Synchronization

/// A one-shot answer for one caller: the first answer counts, later ones are dropped.
public final class Answerer<Answer: Sendable>: Sendable {
    private enum State {
        case new
        case waiting(CheckedContinuation<Answer, Never>)
        case answered(Answer)
        case ended
    }

    private let state = Mutex(State.new)

    /// No caller and no answer yet.
    public init() {}

    /// Waits for the answer. Calls `ask` once the caller waits, unless the answer is already there.
    public func wait(_ ask: () -> Void = {}) async -> Answer {
        await withCheckedContinuation { continuation in
            let early: Answer? = state.withLock { state in
                if case .answered(let answer) = state {
                    state = .ended
                    return answer
                }
                state = .waiting(continuation)
                return nil
            }
            if let early { continuation.resume(returning: early) } else { ask() }
        }
    }

    /// Gives the answer.
    public func give(_ answer: Answer) {
        let waiting: CheckedContinuation<Answer, Never>? = state.withLock { state in
            switch state {
            case .new: state = .answered(answer)
            case .waiting(let continuation):
                state = .ended
                return continuation
            case .answered, .ended: break
            }
            return nil
        }
        waiting?.resume(returning: answer)
    }
}

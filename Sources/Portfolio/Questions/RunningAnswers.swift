import Synchronization

/// Bounds how many answers are made at once: each holds memory or a connection, however slow its reader is.
public final class RunningAnswers: Sendable {
    private let count = Mutex(0)
    private let limit: Int

    /// - Parameter limit: the most answers at once.
    public init(atMost limit: Int) { self.limit = limit }

    /// Takes a place for an answer. Releasing the place frees it.
    ///
    /// - Throws: `PortfolioError.overloaded`.
    public func take() throws -> Place {
        let isTaken = count.withLock { count in
            if count == limit { return false }
            count += 1
            return true
        }
        guard isTaken else { throw PortfolioError.overloaded(retryAfterSeconds: 1) }
        return Place(of: self)
    }

    /// The place of a running answer.
    public final class Place: Sendable {
        private let answers: RunningAnswers

        fileprivate init(of answers: RunningAnswers) { self.answers = answers }

        deinit { answers.count.withLock { $0 -= 1 } }
    }
}

import Synchronization

/// Bounds how many answers are streamed at once: each holds the memory of two slices, however slow its reader is.
final class RunningAnswers: Sendable {
    private let count = Mutex(0)
    private let limit: Int

    /// - Parameter limit: the most answers at once.
    init(atMost limit: Int) { self.limit = limit }

    /// Takes a place for an answer. Releasing the place frees it.
    ///
    /// - Throws: `PortfolioError.overloaded`.
    func take() throws -> Place {
        let isTaken = count.withLock { count in
            if count == limit { return false }
            count += 1
            return true
        }
        guard isTaken else { throw PortfolioError.overloaded(retryAfterSeconds: 1) }
        return Place(of: self)
    }

    /// The place of a running answer.
    final class Place: Sendable {
        private let answers: RunningAnswers

        fileprivate init(of answers: RunningAnswers) { self.answers = answers }

        deinit { answers.count.withLock { $0 -= 1 } }
    }
}

public import CivilTime

/// What was learnt of a contract between two runs.
public struct Learnt: Hashable, Sendable {
    /// The versions of the contract's events.
    public let events: [Int]
    /// The instants from which rows of the scheme's parameters are known.
    public let parameters: [Instant]

    /// Events and parameters, both in order.
    public init(events: [Int], parameters: [Instant]) {
        self.events = events
        self.parameters = parameters
    }

    /// Nothing.
    public static let nothing = Learnt(events: [], parameters: [])

    /// What was learnt after an instant, and at another or before it.
    ///
    /// - Parameters:
    ///   - recordedAt: when each of the contract's events was recorded, in order of version.
    ///   - parameters: the instants from which rows of the scheme's parameters are known, in order.
    ///   - last: the instant of the last run in force; `nil` before the first.
    ///   - instant: the instant of the run.
    public init(recordedAt: [Instant], parameters: [Instant], after last: Instant?, through instant: Instant) {
        func isNew(_ other: Instant) -> Bool { other <= instant && last.map { $0 < other } ?? true }
        self.init(events: recordedAt.indices.filter { isNew(recordedAt[$0]) }.map { $0 + 1 }, parameters: parameters.filter(isNew))
    }
}

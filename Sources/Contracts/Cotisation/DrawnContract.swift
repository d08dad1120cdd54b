public import CivilTime

/// A contract with everyone's lines, drawn once for all that is asked of it.
public struct DrawnContract: Sendable {
    /// The contract.
    public private(set) var contract: Contract
    private var drawn: Lines?

    /// A contract whose lines are drawn when they are asked for.
    public init(_ contract: Contract) { self.contract = contract }

    /// Everyone's cover on every day, with the day on which deadlines are judged left open.
    public var lines: Lines {
        mutating get {
            if let drawn { return drawn }
            let lines = contract.lines
            drawn = lines
            return lines
        }
    }

    /// Makes the contract known at another instant: that of the last event or a later one, while no more events are recorded.
    public mutating func know(at instant: Instant) {
        if contract.know(at: instant) { drawn = nil }
    }

    /// Takes the events that were recorded next, in one step.
    ///
    /// - Parameter told: of the versions after the last.
    /// - Throws: `scheme.unknown`, and nothing is taken, when an event names a scheme that is not there.
    public mutating func learn(_ told: [RecordedFact]) throws(Refusal) {
        try contract.schemes.check(told)
        if let last = told.last { know(at: max(contract.knownAt, last.recordedAt)) }
        contract.take(told)
        guard contract.version > told.count else { return drawn = nil }
        let reach = Reach(of: told.map(\.fact))
        if reach.isEverything { drawn = nil } else { drawn?.follow(contract, from: reach) }
    }
}

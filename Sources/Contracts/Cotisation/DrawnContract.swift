public import CivilTime

/// A contract with a cache of everyone's lines, so that several questions share one drawing.
public struct DrawnContract: Sendable {
    /// The contract.
    public private(set) var contract: Contract
    private var drawn: Lines?

    /// A contract whose lines are drawn at first use.
    public init(_ contract: Contract) { self.contract = contract }

    /// Everyone's cover on every day, not yet judged on a day.
    public var lines: Lines {
        mutating get {
            if let drawn { return drawn }
            let lines = contract.lines
            drawn = lines
            return lines
        }
    }

    /// Makes the contract known at another instant, which must not be before the last event.
    public mutating func know(at instant: Instant) {
        if contract.know(at: instant) { drawn = nil }
    }

    /// Applies the next recorded events in one step.
    ///
    /// - Parameter told: their versions are the next.
    /// - Throws: `scheme.unknown`, without any change, when an event names a missing scheme.
    public mutating func learn(_ told: [RecordedFact]) throws(Refusal) {
        try contract.schemes.check(told)
        if let last = told.last { know(at: max(contract.knownAt, last.recordedAt)) }
        contract.take(told)
        guard contract.version > told.count else { return drawn = nil }
        let reach = Reach(of: told.map(\.fact))
        if reach.isEverything { drawn = nil } else { drawn?.follow(contract, from: reach) }
    }
}

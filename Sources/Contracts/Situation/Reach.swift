import CivilTime

/// The effect of facts on a contract's situation: the aspects that may change, and the first day on which they may.
///
/// Earlier days do not change, nor do months before the month of that day.
struct Reach {
    private(set) var aspects: Bearing.Aspects
    /// The first day on which the aspects may change.
    private(set) var from: Day

    /// Everything may change, on every day.
    static let everything = Reach(aspects: .all, from: .distantPast)
    /// Nothing changes.
    static let nothing = Reach(aspects: [], from: Day(number: .max))

    /// Whether everything must be redrawn.
    var isEverything: Bool { !aspects.isEmpty && from <= .distantPast }

    /// The reach of facts that are recorded after all others, in this order.
    init(of facts: some Sequence<Fact>) {
        self = facts.reduce(into: .nothing) { $0.formUnion(Reach(of: $1)) }
    }

    /// The reach of a fact that is recorded after all others.
    init(of fact: Fact) {
        let bearing = fact.bearing
        if bearing.aspects.isEmpty {
            self = .nothing
        } else {
            self.init(aspects: bearing.aspects.contains(.scheme) ? .all : bearing.aspects, from: bearing.changesFrom)
        }
    }

    private init(aspects: Bearing.Aspects, from: Day) {
        self.aspects = aspects
        self.from = from
    }

    /// Extends this reach by another.
    mutating func formUnion(_ other: Reach) {
        aspects.formUnion(other.aspects)
        from = min(from, other.from)
    }

    /// Whether one of these aspects may change.
    func touches(_ aspects: Bearing.Aspects) -> Bool { self.aspects.touch(aspects) }
}

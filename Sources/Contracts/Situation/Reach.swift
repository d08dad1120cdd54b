import CivilTime

/// How far facts reach into the situation of a contract: what they may change, and from which day on.
///
/// A fact changes nothing of the days before the first on which it bears, nor of the months before that day's.
struct Reach {
    private(set) var aspects: Bearing.Aspects
    /// The first day on which they may change.
    private(set) var from: Day

    /// Everything may change, on every day.
    static let everything = Reach(aspects: .all, from: .distantPast)
    /// Nothing changes.
    static let nothing = Reach(aspects: [], from: Day(number: .max))

    /// Whether everything is to be drawn again.
    var isEverything: Bool { !aspects.isEmpty && from <= .distantPast }

    /// How far facts reach, told after all others in this order.
    init(of facts: some Sequence<Fact>) {
        self = facts.reduce(into: .nothing) { $0.formUnion(Reach(of: $1)) }
    }

    /// How far a fact reaches, told after all others.
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

    /// Whether one of some aspects may change.
    func touches(_ aspects: Bearing.Aspects) -> Bool { self.aspects.touch(aspects) }
}

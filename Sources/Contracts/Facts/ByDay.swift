import CivilTime

/// Facts by day, those of one day in the order of recording: a day is found among them by a binary search.
struct ByDay<Element: DayFact>: Sendable {
    /// All facts; in order, except between `add(_:)` and `sort()`.
    private(set) var all: [Element] = []
    private var isSorted = true

    /// Adds a fact. `sort()` must follow before any look.
    mutating func add(_ fact: Element) {
        if let last = all.last, (last.effectiveOn, last.event) > (fact.effectiveOn, fact.event) { isSorted = false }
        all.append(fact)
    }

    /// Puts the facts in order after some were added.
    mutating func sort() {
        if isSorted { return }
        all.sort { ($0.effectiveOn, $0.event) < ($1.effectiveOn, $1.event) }
        isSorted = true
    }

    /// The last fact of the day looked at or an earlier one.
    func on(_ glance: inout Glance) -> Element? { place(&glance).map { all[$0] } }

    /// The place of the last fact of the day looked at or an earlier one.
    func place(_ glance: inout Glance) -> Int? {
        let day = glance.day
        let next = all.indices.searchFirst { all[$0].effectiveOn > day }
        if next < all.count { glance.lasts(until: all[next].effectiveOn) }
        return next == 0 ? nil : next - 1
    }

    /// The facts of a day and all later ones.
    func from(_ day: Day) -> ArraySlice<Element> { all[all.indices.searchFirst { all[$0].effectiveOn >= day }...] }

    /// The facts for which a condition holds.
    func filter(_ condition: (Element) -> Bool) -> ByDay {
        if all.allSatisfy(condition) { return self }
        var some = ByDay()
        some.all = all.filter(condition)
        return some
    }
}

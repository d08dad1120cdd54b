import CivilTime

/// Facts sorted by day, then by order of recording, for binary search.
struct ByDay<Element: DayFact>: Sendable {
    /// All facts; sorted, except between `add(_:)` and `sort()`.
    private(set) var all: [Element] = []
    private var isSorted = true

    /// Adds a fact. Call `sort()` before any question.
    mutating func add(_ fact: Element) {
        if let last = all.last, (last.effectiveOn, last.event) > (fact.effectiveOn, fact.event) { isSorted = false }
        all.append(fact)
    }

    /// Sorts the facts after additions.
    mutating func sort() {
        if isSorted { return }
        all.sort { ($0.effectiveOn, $0.event) < ($1.effectiveOn, $1.event) }
        isSorted = true
    }

    /// The last fact on or before the glance's day.
    func on(_ glance: inout Glance) -> Element? { place(&glance).map { all[$0] } }

    /// The index of the last fact on or before the glance's day.
    func place(_ glance: inout Glance) -> Int? {
        let day = glance.day
        let next = all.indices.searchFirst { all[$0].effectiveOn > day }
        if next < all.count { glance.lasts(until: all[next].effectiveOn) }
        return next == 0 ? nil : next - 1
    }

    /// The facts on or after a day.
    func from(_ day: Day) -> ArraySlice<Element> { all[all.indices.searchFirst { all[$0].effectiveOn >= day }...] }

    /// The facts that satisfy a condition.
    func filter(_ condition: (Element) -> Bool) -> ByDay {
        if all.allSatisfy(condition) { return self }
        var some = ByDay()
        some.all = all.filter(condition)
        return some
    }
}

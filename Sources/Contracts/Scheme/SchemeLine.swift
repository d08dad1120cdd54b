import CivilTime

/// The schemes of a contract as known at an instant, each from a day on; the first from the beginning.
struct SchemeLine: Sendable {
    private var entries: [(day: Day, scheme: KnownScheme)] = []

    /// The schemes named by transitions, each from its day on. Before them, the scheme that the first event names.
    init(first: String?, then transitions: [Transition], of schemes: Schemes, knownAt instant: Instant) {
        func under(_ name: String, from day: Day) {
            guard name != entries.last?.scheme.scheme.name, let scheme = schemes.scheme(name, knownAt: instant) else { return }
            entries.append((day, scheme))
        }
        guard let first else { return }
        under(first, from: .distantPast)
        for transition in transitions {
            if let name = transition.fact.scheme { under(name, from: transition.effectiveOn) }
        }
    }

    /// The number of runs; consecutive runs have different schemes.
    var count: Int { entries.count }

    /// The name of the first scheme.
    var first: String? { entries.first?.scheme.scheme.name }

    /// The name of the last scheme.
    var last: String? { entries.last?.scheme.scheme.name }

    /// The scheme on the glance's day: that of the last affiliation or exemption, else the first scheme.
    func scheme(_ glance: inout Glance) -> KnownScheme {
        guard let first = entries.first else {
            preconditionFailure("A scheme is asked for only of a contract with a fact that names one the service knows.")
        }
        if entries.count == 1 { return first.scheme }
        let day = glance.day
        let next = (1..<entries.count).searchFirst { entries[$0].day > day }
        if next < entries.count { glance.lasts(until: entries[next].day) }
        return entries[next - 1].scheme
    }

    /// The scheme on a day.
    func scheme(on day: Day) -> KnownScheme {
        var glance = Glance(day)
        return scheme(&glance)
    }
}

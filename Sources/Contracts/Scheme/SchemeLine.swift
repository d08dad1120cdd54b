import CivilTime

/// The schemes that a contract is under, as known at an instant, each from a day on; the first from always.
struct SchemeLine: Sendable {
    private var entries: [(day: Day, scheme: KnownScheme)] = []

    /// The schemes that transitions name, each from its day on; before the first of them that which the first event names.
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

    /// How many runs of days there are, each under another scheme than the one before it.
    var count: Int { entries.count }

    /// The name of the first of all.
    var first: String? { entries.first?.scheme.scheme.name }

    /// The name of the last of all.
    var last: String? { entries.last?.scheme.scheme.name }

    /// The scheme of the day looked at: that of the last affiliation or exemption, or the first of all.
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

    /// The scheme of a day.
    func scheme(on day: Day) -> KnownScheme {
        var glance = Glance(day)
        return scheme(&glance)
    }
}

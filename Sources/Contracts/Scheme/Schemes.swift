public import CivilTime

/// All schemes of the service, by name.
public struct Schemes: Sendable {
    /// The versions of each scheme, each from an instant on; the first was always known.
    private let known: [(name: String, rows: [(from: Instant, scheme: KnownScheme)])]
    /// The instants at which a parameter of any scheme becomes known.
    private let learntAt: [Instant]

    /// These schemes; if two share a name, the last counts.
    public init(_ schemes: [Scheme]) {
        known = Dictionary(schemes.map { ($0.name, $0) }) { $1 }.values.map { ($0.name, KnownScheme.known($0)) }
        learntAt = known.flatMap { $0.rows.dropFirst().map(\.from) }
    }

    private init(known: [(name: String, rows: [(from: Instant, scheme: KnownScheme)])]) {
        self.known = known
        learntAt = known.flatMap { $0.rows.dropFirst().map(\.from) }
    }

    /// These schemes with another in place of the one of its name; nil when none has its name.
    ///
    /// Only what is known of the other scheme at `instant` is kept: use the result only for contracts known at that instant. So the costs do not
    /// grow with the number of instants at which a stranger's file says that something becomes known.
    public func replacing(_ scheme: Scheme, knownAt instant: Instant) -> Schemes? {
        guard let place = known.firstIndex(where: { $0.name == scheme.name }) else { return nil }
        var known = known
        known[place].rows = [(Instant(microseconds: .min), KnownScheme(scheme, at: instant))]
        return Schemes(known: known)
    }

    /// The scheme with this name.
    public subscript(name: String) -> Scheme? { rows(name).first?.scheme.scheme }

    /// Whether there is a scheme with this name.
    func knows(_ name: String) -> Bool { !rows(name).isEmpty }

    /// The first day on which an agent can be affiliated to the scheme with this name.
    func effectiveFrom(of name: String) -> Day? { rows(name).first?.scheme.scheme.effectiveFrom }

    /// Whether a parameter of any scheme becomes known after `instant`, and at `last` or before.
    func learn(after instant: Instant, through last: Instant) -> Bool { learntAt.contains { instant < $0 && $0 <= last } }

    /// The last instant at which a parameter becomes known; `nil` when all were always known.
    public var lastLearnt: Instant? { learntAt.max() }

    /// All names, sorted.
    public var names: [String] { known.map(\.name).sorted() }

    /// The scheme with this name, as known at an instant.
    func scheme(_ name: String, knownAt instant: Instant) -> KnownScheme? {
        rows(name).last { $0.from <= instant }?.scheme
    }

    /// The instants at which a parameter of the scheme becomes known, in order.
    public func instants(of name: String) -> [Instant] {
        rows(name).dropFirst().map(\.from)
    }

    /// The versions of a scheme by name. There are few schemes: a search is faster than hashing the name.
    private func rows(_ name: String) -> [(from: Instant, scheme: KnownScheme)] {
        known.first { $0.name == name }?.rows ?? []
    }
}

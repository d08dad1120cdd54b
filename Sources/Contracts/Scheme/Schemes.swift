public import CivilTime

/// The schemes that the service knows, by name.
public struct Schemes: Sendable {
    /// Each scheme as it is known, from an instant on; the first from always.
    private let known: [(name: String, rows: [(from: Instant, scheme: KnownScheme)])]
    /// The instants at which more becomes known of any.
    private let learntAt: [Instant]

    /// These schemes; of two with one name the last counts.
    public init(_ schemes: [Scheme]) {
        known = Dictionary(schemes.map { ($0.name, $0) }) { $1 }.values.map { ($0.name, KnownScheme.known($0)) }
        learntAt = known.flatMap { $0.rows.dropFirst().map(\.from) }
    }

    /// The scheme with this name.
    public subscript(name: String) -> Scheme? { rows(name).first?.scheme.scheme }

    /// Whether there is a scheme with this name.
    func knows(_ name: String) -> Bool { !rows(name).isEmpty }

    /// The first day on which an agent can be affiliated to the scheme with this name.
    func effectiveFrom(of name: String) -> Day? { rows(name).first?.scheme.scheme.effectiveFrom }

    /// Whether a parameter of any scheme becomes known after `instant`, and at `last` or before.
    func learn(after instant: Instant, through last: Instant) -> Bool { learntAt.contains { instant < $0 && $0 <= last } }

    /// The last instant at which more becomes known of any; `nil` when all always was.
    public var lastLearnt: Instant? { learntAt.max() }

    /// All names, sorted.
    public var names: [String] { known.map(\.name).sorted() }

    /// The scheme with this name, as known at an instant.
    func scheme(_ name: String, knownAt instant: Instant) -> KnownScheme? {
        rows(name).last { $0.from <= instant }?.scheme
    }

    /// The instants at which more becomes known of the scheme with this name, in order.
    func instants(of name: String) -> [Instant] {
        rows(name).dropFirst().map(\.from)
    }

    /// The scheme with this name, from each instant on. There are few schemes: a search is faster than hashing the name.
    private func rows(_ name: String) -> [(from: Instant, scheme: KnownScheme)] {
        known.first { $0.name == name }?.rows ?? []
    }
}

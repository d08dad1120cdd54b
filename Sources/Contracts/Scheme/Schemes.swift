import CivilTime

/// The schemes that the service knows, by name.
public struct Schemes: Sendable {
    /// Each scheme as it is known, from an instant on; the first from always.
    private let byName: [String: [(from: Instant, scheme: KnownScheme)]]

    /// These schemes; of two with one name the last counts.
    public init(_ schemes: [Scheme]) {
        byName = Dictionary(schemes.map { ($0.name, KnownScheme.known($0)) }) { $1 }
    }

    /// The scheme with this name.
    public subscript(name: String) -> Scheme? { byName[name]?.first?.scheme.scheme }

    /// Whether there is a scheme with this name.
    func knows(_ name: String) -> Bool { byName[name] != nil }

    /// All names, sorted.
    public var names: [String] { byName.keys.sorted() }

    /// The scheme with this name, as known at an instant.
    func scheme(_ name: String, knownAt instant: Instant) -> KnownScheme? {
        byName[name]?.last { $0.from <= instant }?.scheme
    }

    /// The instants at which more becomes known of the scheme with this name, in order.
    func instants(of name: String) -> [Instant] {
        (byName[name] ?? []).dropFirst().map(\.from)
    }
}

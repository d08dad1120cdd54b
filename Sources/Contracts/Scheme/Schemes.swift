import CivilTime

/// The schemes that the service knows, by name.
public struct Schemes: Sendable {
    private let byName: [String: Scheme]

    /// These schemes; of two with one name the last counts.
    public init(_ schemes: [Scheme]) {
        byName = Dictionary(schemes.map { ($0.name, $0) }) { $1 }
    }

    /// The scheme with this name.
    public subscript(name: String) -> Scheme? { byName[name] }

    /// All names, sorted.
    public var names: [String] { byName.keys.sorted() }
}

/// A scheme's parameters as known at an instant.
struct KnownScheme: Sendable {
    let scheme: Scheme
    let knownAt: Instant

    /// A parameter's value on a day.
    func value<Value>(_ parameter: KeyPath<Scheme.Parameters, Parameter<Value>>, on day: Day) -> Value {
        scheme.parameters[keyPath: parameter].row(on: day, knownAt: knownAt).value
    }
}

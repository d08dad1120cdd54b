import JSON

/// Upgrades old payloads to the current schema, step by step, with pure functions from JSON to JSON.
///
/// No other code knows old schemas: every reader of the log uses ``EventCodec``, which uses this.
/// To change an event's schema, add the step here, and a line in the new schema to the tests' golden file. Old lines stay there.
struct Upcasters: Sendable {
    /// A step from one schema to the next.
    typealias Step = @Sendable (JSON) throws -> JSON

    /// For each type: the steps from schema 1 to 2, from 2 to 3, and so on.
    private let steps: [String: [Step]]

    init(_ steps: [String: [Step]]) { self.steps = steps }

    /// The log's upcasters. None yet: every schema is still the first.
    static let all = Upcasters([:])

    /// The current schema of an event type, from 1.
    func schema(of type: String) -> Int { 1 + (steps[type]?.count ?? 0) }

    /// Upgrades a payload to the current schema; `nil` when its schema is unknown.
    func upcast(_ payload: JSON, of type: String, from schema: Int) throws -> JSON? {
        guard schema >= 1, schema <= self.schema(of: type) else { return nil }
        return try steps[type]?.dropFirst(schema - 1).reduce(payload) { try $1($0) } ?? payload
    }
}

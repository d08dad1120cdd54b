import JSON

/// Brings payloads written in earlier forms up to the present one, a step at a time: pure functions from JSON to JSON.
///
/// This is the one place in which old forms are known; every reader of the log goes through ``EventCodec``, and so through here. To change
/// the form of an event: write the step here, and add a line in the new form to the golden file of the tests, where the old ones stay.
struct Upcasters: Sendable {
    /// From one form to the next.
    typealias Step = @Sendable (JSON) throws -> JSON

    /// By type: the steps from form 1 to 2, from 2 to 3, and so on.
    private let steps: [String: [Step]]

    init(_ steps: [String: [Step]]) { self.steps = steps }

    /// Those of the log: none yet, every form ever written is the first.
    static let all = Upcasters([:])

    /// The form in which events of a type are written now, from 1.
    func schema(of type: String) -> Int { 1 + (steps[type]?.count ?? 0) }

    /// A payload in the present form; `nil` when nobody knows the form it is in.
    func upcast(_ payload: JSON, of type: String, from schema: Int) throws -> JSON? {
        guard schema >= 1, schema <= self.schema(of: type) else { return nil }
        return try steps[type]?.dropFirst(schema - 1).reduce(payload) { try $1($0) } ?? payload
    }
}

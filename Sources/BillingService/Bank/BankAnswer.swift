public import JSON

/// What was recorded of an order about money.
public struct BankAnswer: Sendable {
    /// Where the log has it, and its fields.
    public let json: JSON
    /// Whether it was recorded before, under the same key.
    public let isReplayed: Bool

    /// An answer.
    public init(json: JSON, isReplayed: Bool = false) {
        self.json = json
        self.isReplayed = isReplayed
    }
}

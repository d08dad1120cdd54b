public import JSON

/// A run that was asked for.
public struct RunAnswer: Sendable {
    /// Its number.
    public let number: Int
    /// Whether it is complete.
    public let isComplete: Bool
    /// Whether it was asked for before, under the same key.
    public let isReplayed: Bool
    /// The run.
    public let json: JSON

    /// A run.
    public init(number: Int, isComplete: Bool, isReplayed: Bool, json: JSON) {
        self.number = number
        self.isComplete = isComplete
        self.isReplayed = isReplayed
        self.json = json
    }
}

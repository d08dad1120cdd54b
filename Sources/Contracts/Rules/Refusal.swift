/// A command refused: nothing was recorded.
public struct Refusal: Error, Hashable, Sendable {
    /// The rule that refuses it.
    public let rule: Rule
    /// The version of the recorded fact that stands in the way; `nil` where there is none.
    public let conflictsWith: Int?
    /// The place of the refused fact among the facts told together.
    public let entry: Int

    /// A refusal by this rule.
    public init(_ rule: Rule, conflictsWith: Int? = nil, entry: Int = 0) {
        self.rule = rule
        self.conflictsWith = conflictsWith
        self.entry = entry
    }
}

extension Refusal {
    /// The refusal of the fact at a place. Only facts up to a version are recorded: another one is no answer to a caller.
    func at(_ entry: Int, recordedThrough version: Int) -> Refusal {
        Refusal(rule, conflictsWith: conflictsWith.flatMap { $0 <= version ? $0 : nil }, entry: entry)
    }
}

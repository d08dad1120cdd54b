/// A command refused: nothing was recorded.
public struct Refusal: Error, Hashable, Sendable {
    /// The rule that refuses it.
    public let rule: Rule
    /// The version of the recorded fact that stands in the way; `nil` where there is none.
    public let conflictsWith: Int?
    /// Whether the fact in the way would no longer be lawful: then it breaks the rule. Otherwise the refused fact does.
    public let makesUnlawful: Bool
    /// The field of the refused fact that is at fault; `nil` when no field is.
    public let field: BodyField?
    /// The place of the refused fact among the facts told together.
    public let entry: Int

    /// A refusal by this rule.
    public init(_ rule: Rule, conflictsWith: Int? = nil, makesUnlawful: Bool = false, field: BodyField? = nil, entry: Int = 0) {
        self.rule = rule
        self.conflictsWith = conflictsWith
        self.makesUnlawful = makesUnlawful
        self.field = field
        self.entry = entry
    }
}

extension Refusal {
    /// The refusal of the fact at a place. Only facts up to a version are recorded: another one is no answer to a caller.
    func at(_ entry: Int, recordedThrough version: Int) -> Refusal {
        let recorded = conflictsWith.flatMap { $0 <= version ? $0 : nil }
        return Refusal(rule, conflictsWith: recorded, makesUnlawful: makesUnlawful && recorded != nil, field: field, entry: entry)
    }

    /// The same refusal with its field at fault. A field that the check has named stays.
    ///
    /// - Parameter facts: the facts told together.
    func namingField(of facts: [Fact]) -> Refusal {
        guard field == nil, facts.indices.contains(entry) else { return self }
        let fact = facts[entry]
        let field = makesUnlawful ? fact.dayField : fact.field(refusedBy: rule)
        return Refusal(rule, conflictsWith: conflictsWith, makesUnlawful: makesUnlawful, field: field, entry: entry)
    }
}

/// A command refused: nothing was recorded.
public struct Refusal: Error, Hashable, Sendable {
    /// The rule that refuses it.
    public let rule: Rule
    /// The version of the recorded fact that stands in the way; `nil` where there is none.
    public let conflictsWith: Int?
    /// Whether the fact in the way would no longer be lawful: then the rule is that fact's. Else it forbids the refused one.
    public let makesUnlawful: Bool
    /// The field of the refused fact that is at fault; `nil` where no field is.
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

    /// The same refusal, with the field at fault where the check that refuses did not name one.
    ///
    /// - Parameter facts: those that were told together.
    func namingField(of facts: [Fact]) -> Refusal {
        guard field == nil, facts.indices.contains(entry) else { return self }
        let fact = facts[entry]
        let field = makesUnlawful ? fact.dayField : fact.field(refusedBy: rule)
        return Refusal(rule, conflictsWith: conflictsWith, makesUnlawful: makesUnlawful, field: field, entry: entry)
    }
}

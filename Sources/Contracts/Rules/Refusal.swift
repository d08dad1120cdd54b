/// The refusal of a command: nothing was recorded.
public struct Refusal: Error, Hashable, Sendable {
    /// The rule that was broken.
    public let rule: Rule
    /// The version of the conflicting recorded fact; `nil` when there is none.
    public let conflictsWith: Int?
    /// Whether the recorded fact would become unlawful. If not, the refused fact itself breaks the rule.
    public let makesUnlawful: Bool
    /// The wrong field of the refused fact; `nil` when no field is wrong.
    public let field: BodyField?
    /// The index of the refused fact among the facts recorded together.
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
    /// The refusal of the fact at an index. A conflict after `version` is dropped: it is not recorded, so it means nothing to the caller.
    func at(_ entry: Int, recordedThrough version: Int) -> Refusal {
        let recorded = conflictsWith.flatMap { $0 <= version ? $0 : nil }
        return Refusal(rule, conflictsWith: recorded, makesUnlawful: makesUnlawful && recorded != nil, field: field, entry: entry)
    }

    /// The same refusal with its wrong field. A field set before stays.
    ///
    /// - Parameter facts: the facts recorded together.
    func namingField(of facts: [Fact]) -> Refusal {
        guard field == nil, facts.indices.contains(entry) else { return self }
        let fact = facts[entry]
        let field = makesUnlawful ? fact.dayField : fact.field(refusedBy: rule)
        return Refusal(rule, conflictsWith: conflictsWith, makesUnlawful: makesUnlawful, field: field, entry: entry)
    }
}

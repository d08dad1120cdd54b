import Words

/// An error in a form, with the wrong field, if any.
struct FieldTrouble: Sendable {
    /// The pointer of the wrong field; nil when there is none.
    var pointer: String?
    /// The problem, and what to do.
    let words: Phrase
    /// The rule's identifier and its source.
    var rule: (id: String, source: String)?
    /// The version of the conflicting recorded fact.
    var inTheWay: Int?
    /// Whether that fact would no longer be lawful.
    var makesUnlawful = false
}

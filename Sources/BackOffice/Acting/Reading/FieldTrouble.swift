import Words

/// What is wrong with a form, beside the field at fault where there is one.
struct FieldTrouble: Sendable {
    /// The pointer of the form's field; nil when no field is at fault.
    var pointer: String?
    /// What is wrong, and what to do.
    let words: Phrase
    /// The rule's identifier and its source.
    var rule: (id: String, source: String)?
    /// The version of the recorded fact that stands in the way.
    var inTheWay: Int?
    /// Whether that fact would no longer be lawful.
    var makesUnlawful = false
}

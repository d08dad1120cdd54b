/// The text of a reminder letter.
public struct ReminderWords: Hashable, Sendable {
    /// The subject of the letter.
    public let subject: Phrase
    /// The paragraphs. They reveal neither gender nor the cause of an absence.
    public let paragraphs: [Phrase]
}

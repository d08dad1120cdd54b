import CivilTime
import Contracts

/// What a letter says that reminds somebody of what waits.
public struct ReminderWords: Hashable, Sendable {
    /// What the letter is about.
    public let subject: Phrase
    /// What it says, a paragraph each. It says nobody's gender, nor the cause of an absence.
    public let paragraphs: [Phrase]
}

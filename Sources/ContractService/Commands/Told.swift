import CivilTime
import Contracts
import JSON

/// A fact read from JSON, with the personal data that came along.
struct Told: Sendable {
    /// Where a fact is read from. A command's body may carry personal data, and is held to the forms of today; an event's payload carries
    /// none, and is read in the wider forms that were accepted once.
    enum Source: Sendable {
        case command(EmployerCodes)
        case event

        var isCommand: Bool { if case .command = self { true } else { false } }

        /// Refuses a period of a command that ends before it begins.
        func check(from: Day, through: Day?) throws(MalformedField) {
            if isCommand, let through, through < from { throw MalformedField(.badValue(expected: ">= \(from)")).under("through") }
        }
    }

    let fact: Fact
    var secrets: [Command.Secret] = []
    /// Where the command came from; nil for a fact that was recorded before that could be told.
    var source: CommandSource?
    /// Who proposed the command, when another caller confirmed it. Events tell it; bodies do not.
    var proposedBy: String?
}

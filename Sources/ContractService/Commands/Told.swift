import CivilTime
import Contracts
import JSON

/// A fact read from JSON, with its personal data.
struct Told: Sendable {
    /// The origin of the JSON. A command's body may contain personal data, and must match the current form.
    /// An event's payload contains none, and may have a wider form that was valid earlier.
    enum Source: Sendable {
        case command(EmployerCodes)
        case event

        var isCommand: Bool { if case .command = self { true } else { false } }

        /// Refuses a command's period that ends before it begins.
        func check(from: Day, through: Day?) throws(MalformedField) {
            if isCommand, let through, through < from { throw MalformedField(.badValue(expected: ">= \(from)")).under("through") }
        }
    }

    let fact: Fact
    var secrets: [Command.Secret] = []
    /// The source of the command; nil when it was not given, as in all facts recorded before sources existed.
    var source: CommandSource?
    /// The caller who proposed the command, if another caller confirmed it. Only in events, not in bodies.
    var proposedBy: String?
}

import Words

/// A command that a correction tells, with the questions of its form.
struct ToldCommand: Sendable {
    let command: ClerkCommand
    /// Its place among those that the correction tells, from 0.
    let place: Int
    /// The questions, each below the command's place in the body.
    let fields: [FormField]

    /// Where the command's body stands in that of the correction.
    static func pointer(at place: Int) -> String { "\(list)/\(place)" }

    /// Where the commands stand in the body of a correction.
    static let list = "/commands"

    /// The field that names the command. It is not asked: it was chosen when the command was added.
    var name: FormField { .correctionCommand(at: place) }
}

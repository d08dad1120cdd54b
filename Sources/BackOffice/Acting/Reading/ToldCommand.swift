import Words

/// A command within a correction, with the questions of its form.
struct ToldCommand: Sendable {
    let command: ClerkCommand
    /// Its index within the correction, from 0.
    let place: Int
    /// The questions, with pointers under the command's place in the body.
    let fields: [FormField]

    /// The pointer of the command's body within the correction's body.
    static func pointer(at place: Int) -> String { "\(list)/\(place)" }

    /// The pointer of the commands within the correction's body.
    static let list = "/commands"

    /// The field with the command's name. It is not asked, because the command was chosen when it was added.
    var name: FormField { .correctionCommand(at: place) }
}

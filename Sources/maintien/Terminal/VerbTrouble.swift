/// The error of a verb, as a text for the terminal.
struct VerbTrouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

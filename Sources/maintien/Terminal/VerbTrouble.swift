/// What kept a verb from doing its work, in words for the person at the terminal.
struct VerbTrouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// The error of a verb, as a text for the terminal.
struct VerbTrouble: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

extension VerbTrouble {
    /// A trouble as a sentence.
    init(sentence trouble: some CustomStringConvertible) {
        let words = trouble.description
        self.init("\(words.prefix(1).uppercased())\(words.dropFirst()).")
    }
}

/// A clerk's raw answers in a form, by the pointers of its fields.
struct TypedFields: Sendable, Hashable {
    /// An answer, with the pointer of its field.
    struct Answer: Sendable, Hashable {
        let pointer: String
        let text: String
    }

    /// In the order of the form. Each ticked box is an answer.
    private(set) var answers: [Answer] = []

    /// No answers.
    init() {}

    /// The answers of a form: fields whose names are pointers.
    init(_ form: PageFields) {
        answers = form.all.filter { $0.name.hasPrefix("/") }.map { Answer(pointer: $0.name, text: $0.value.trimmed) }
    }

    /// The first answer in a field; empty when there is none.
    subscript(pointer: String) -> String {
        get { answers.first { $0.pointer == pointer }?.text ?? "" }
        set {
            answers.removeAll { $0.pointer == pointer }
            answers.append(Answer(pointer: pointer, text: newValue))
        }
    }

    /// All answers in a field, without empty ones.
    func all(_ pointer: String) -> [String] { answers.filter { $0.pointer == pointer && !$0.text.isEmpty }.map(\.text) }

    /// Adds another answer in a field.
    mutating func add(_ text: String, at pointer: String) { answers.append(Answer(pointer: pointer, text: text)) }

    /// Removes an element of a list: the later ones move up.
    mutating func remove(_ place: Int, ofList list: String) {
        answers = answers.compactMap { answer in
            guard answer.pointer.hasPrefix(list + "/") else { return answer }
            let rest = answer.pointer.dropFirst(list.count + 1)
            let parts = rest.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
            guard let own = Int(parts[0]), own >= place else { return answer }
            return own == place
                ? nil : Answer(pointer: (["\(list)/\(own - 1)"] + parts.dropFirst()).joined(separator: "/"), text: answer.text)
        }
    }

    /// Whether there is a field below a pointer, even with an empty answer.
    func hasField(below pointer: String) -> Bool { answers.contains { $0.pointer.hasPrefix(pointer) } }
}

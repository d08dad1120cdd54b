import JSON
import Words

/// A clerk's answers, read as the body of a command, with their errors.
struct ReadForm: Sendable {
    /// The body.
    private(set) var body: JSON = .object(JSON.Object())
    /// The unreadable answers, in the order of the form.
    private(set) var troubles: [FieldTrouble] = []
    /// The answered fields, each with its value in the body.
    private(set) var answers: [(field: FormField, value: JSON)] = []

    init(_ form: FormFields, typed: TypedFields, by reader: AnswerReader, in language: Language) {
        for field in form.fields where Self.counts(field, typed) {
            if form.command == .correct, field.input == .fact {
                for text in typed.all(field.pointer) { read(text, field, reader, language) }
            } else {
                read(typed[field.pointer], field, reader, language)
            }
        }
        if form.command == .correct {
            let versions = answers.filter { $0.field.input == .fact }.map(\.value)
            body.put(.array(versions), at: ["rescind"])
            if form.told.isEmpty { body.put(.array([]), at: ["commands"]) }
        }
    }

    private mutating func read(_ text: String, _ field: FormField, _ reader: AnswerReader, _ language: Language) {
        if text.isEmpty {
            if field.isRequired { troubles.append(FieldTrouble(pointer: field.pointer, words: .nothingAnswered(field, in: language))) }
            return
        }
        do throws(UnreadableText) {
            let value = try reader.value(of: text, in: field.input)
            answers.append((field, value))
            if field.pointer == "/rescind/0" { return }
            body.put(value, at: field.pointer.split(separator: "/").map(String.init)[...])
        } catch { troubles.append(FieldTrouble(pointer: field.pointer, words: error.phrase(in: language))) }
    }

    /// Whether a field is asked: some depend on the answer to another field.
    private static func counts(_ field: FormField, _ typed: TypedFields) -> Bool {
        guard let condition = field.condition else { return true }
        return typed[condition.pointer] == condition.value
    }
}

extension FormField {
    /// The answer to another field that this field depends on; nil when it is always asked.
    var condition: (pointer: String, value: String)? {
        let (base, name) = pointer.lastPart
        switch name {
        case "lostOn": return (base + "/compensated", AnswerReader.no)
        case "childBornOn": return (base + "/cause", "childUnder12Availability")
        case "cdaph", "evidence": return (base + "/kind", "disabled")
        default: return nil
        }
    }
}

extension String {
    /// The last part of a pointer, and the text before its slash.
    var lastPart: (base: String, name: String) {
        guard let slash = lastIndex(of: "/") else { return ("", self) }
        return (String(self[..<slash]), String(self[index(after: slash)...]))
    }
}

extension Phrase {
    /// The message for a question without its required answer.
    static func nothingAnswered(_ field: FormField, in language: Language) -> Phrase {
        switch field.input {
        case .choice, .yesNo, .fact, .beneficiary, .scheme: "\(both("Choisissez une réponse.", "Choose an answer.")[language])"
        default: "\(both("Rien n'est écrit.", "Nothing is written.")[language])"
        }
    }
}

extension JSON {
    /// Puts a value at the path of a pointer. A number in the path is an index of a list.
    mutating func put(_ value: JSON, at path: ArraySlice<String>) {
        guard let first = path.first else {
            self = value
            return
        }
        if let place = Int(first) {
            var elements = array ?? []
            while elements.count <= place { elements.append(.object(JSON.Object())) }
            elements[place].put(value, at: path.dropFirst())
            self = .array(elements)
        } else {
            var members = object ?? JSON.Object()
            var member = members[first] ?? .null
            member.put(value, at: path.dropFirst())
            members[first] = member
            self = .object(members)
        }
    }
}

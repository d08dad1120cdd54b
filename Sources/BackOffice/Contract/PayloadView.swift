import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Words

/// The payload of a command: field by field in the words of its form, and as JSON.
struct PayloadView {
    let entry: ContractRecord.Entry
    let names: ShownNames
    let visit: Visit

    init(_ entry: ContractRecord.Entry, names: ShownNames, visit: Visit) {
        self.entry = entry
        self.names = names
        self.visit = visit
    }

    var html: HTML {
        let items = Self.leaves(of: entry.payload, at: "").map { leaf -> HTML in
            let field = self.field(at: leaf.pointer)
            return "<dt>\(field?.label[visit.language] ?? leaf.pointer)</dt><dd><bdi>\(text(leaf.value, field))</bdi></dd>\n"
        }
        return """
            <h2>\(visit("Ce qui a été dit", "What was told"))</h2>
            <dl>
            \(items)</dl>
            \(json)
            """
    }

    /// The payload as JSON.
    var json: HTML {
        """
        <details><summary>JSON</summary><pre tabindex="0"><code>\(String(decoding: entry.payload.bytes(pretty: true), as: UTF8.self))</code></pre></details>

        """
    }

    /// All values except objects and lists, with their pointers.
    private static func leaves(of value: JSON, at pointer: String) -> [(pointer: String, value: JSON)] {
        switch value {
        case .object(let object): object.members.flatMap { leaves(of: $0.value, at: "\(pointer)/\($0.key)") }
        case .array(let elements): elements.enumerated().flatMap { leaves(of: $1, at: "\(pointer)/\($0)") }
        default: [(pointer, value)]
        }
    }

    /// The field of the form; all elements of a list use the words of the first.
    private func field(at pointer: String) -> FormField? {
        let first = pointer.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) == nil ? String($0) : "0" }
            .joined(separator: "/")
        return entry.fact.command?.fields.first { $0.pointer == first }
    }

    /// A value as its form would show it.
    private func text(_ value: JSON, _ field: FormField?) -> String {
        switch (field?.input, value) {
        case (.choice(let choices), .string(let text)): choices.first { $0.value == text }?.words[visit.language] ?? text
        case (.day, .string(let text)), (.birthDay, .string(let text)): Day(text)?.writtenShort ?? text
        case (.month, .string(let text)): Month(text)?.written(in: visit.language) ?? text
        case (.amount, _): value.integer.map { Money(cents: $0).written(in: visit.language) } ?? value.description
        case (.beneficiary, .string(let text)):
            Person(text).map { person in
                names[person.beneficiary].phrase(or: both("personne sans nom", "nameless person"), in: visit.language).plainText
            } ?? text
        case (_, .bool(true)): visit("oui", "yes")
        case (_, .bool(false)): visit("non", "no")
        case (_, .string(let text)): text
        default: value.description
        }
    }
}

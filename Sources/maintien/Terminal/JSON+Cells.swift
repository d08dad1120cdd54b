import JSON
import Picture

extension JSON {
    /// A member of an object; null when absent.
    subscript(member key: String) -> JSON {
        if case .object(let object) = self { object[key] ?? .null } else { .null }
    }

    /// The cells of the members `keys`, in order.
    func cells(_ keys: [String]) -> [String] { keys.map { self[member: $0].cell } }

    /// The elements of an array.
    var elements: [JSON] { if case .array(let elements) = self { elements } else { [] } }

    /// A cell of a table: the text or number, `–` for null.
    var cell: String {
        switch self {
        case .null: "–"
        // Others write texts: control characters would move the cursor, or do more.
        case .string(let text): TerminalText.cleaned(text)
        case .integer(let number): String(number)
        case .number(let text): text
        case .bool(let flag): flag ? "yes" : "no"
        case .array, .object: TerminalText.cleaned(JSON.text(self))
        }
    }

    /// Cents, as euros.
    var euros: String { if case .integer(let cents) = self { Terminal.euros(Int(cents)) } else { cell } }

    /// The rules of a `because`, each with its event.
    var reasons: String {
        elements.map { reason in
            let event = reason[member: "event"] == .null ? "" : " (event \(reason[member: "event"].cell))"
            return reason[member: "rule"].cell + event + " — " + reason[member: "source"].cell
        }.joined(separator: "\n             ")
    }
}

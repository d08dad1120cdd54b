import CivilTime
import ContractService
import JSON
import Words

/// What a clerk typed into a form, as it stands sealed in the address of the form's page.
struct ActDraft: Sendable, Hashable {
    /// The answers.
    var typed: TypedFields
    /// The contract's version when it was typed.
    var version: Int
    /// The day on which it was typed: `aujourd'hui` is that day.
    var day: Day
    /// How many elements the form's list shows.
    var rows = 1
    /// The worklist's place to go on from, sealed by that page.
    var next: String?

    /// What it is sealed for.
    static func purpose(_ contract: ContractID, _ command: ClerkCommand) -> String { "draft \(contract) \(command.rawValue)" }

    init(_ typed: TypedFields, version: Int, day: Day, rows: Int = 1, next: String? = nil) {
        (self.typed, self.version, self.day, self.rows, self.next) = (typed, version, day, rows, next)
    }

    /// Reads a draft's text; nil when it is of another form.
    init?(_ text: String) {
        guard let json = try? JSON(parsing: text), let answers = json["typed"]?.array, let version = json["version"]?.integer,
            let day = json["day"]?.string.flatMap({ Day($0) })
        else { return nil }
        var typed = TypedFields()
        for answer in answers {
            guard let pointer = answer[0]?.string, let text = answer[1]?.string else { return nil }
            typed.add(text, at: pointer)
        }
        self.init(typed, version: version, day: day, rows: json["rows"]?.integer ?? 1, next: json["next"]?.string)
    }

    /// The draft as a text, to be sealed. Fields without an answer are left out.
    var text: String {
        var fields: JSON.Object = [
            "typed": .array(typed.answers.filter { !$0.text.isEmpty }.map { .array([.string($0.pointer), .string($0.text)]) }),
            "version": JSON(version), "day": .string("\(day)"),
        ]
        if rows > 1 { fields.append("rows", JSON(rows)) }
        if let next { fields.append("next", .string(next)) }
        return JSON.object(fields).description
    }
}

import CivilTime
import ContractService
import JSON
import Words

/// A clerk's answers in a form, sealed in the address of the form's page.
struct ActDraft: Sendable, Hashable {
    /// The answers.
    var typed: TypedFields
    /// The contract's version at that time.
    var version: Int
    /// The day of typing, which `aujourd'hui` means.
    var day: Day
    /// The position in the worklist to continue from, sealed by the worklist's page.
    var next: String?

    /// The purpose of the seal.
    static func purpose(_ contract: ContractID, _ command: ClerkCommand) -> String { "draft \(contract) \(command.rawValue)" }

    init(_ typed: TypedFields, version: Int, day: Day, next: String? = nil) {
        (self.typed, self.version, self.day, self.next) = (typed, version, day, next)
    }

    /// Reads a draft's text; nil when it has another format.
    init?(_ text: String) {
        guard let json = try? JSON(parsing: text), let answers = json["typed"]?.array, let version = json["version"]?.integer,
            let day = json["day"]?.string.flatMap({ Day($0) })
        else { return nil }
        var typed = TypedFields()
        for answer in answers {
            guard let pointer = answer[0]?.string, let text = answer[1]?.string else { return nil }
            typed.add(text, at: pointer)
        }
        self.init(typed, version: version, day: day, next: json["next"]?.string)
    }

    /// The draft as a text to be sealed. Empty fields are left out, except in rows: an added row stays although it is empty.
    var text: String {
        let kept = typed.answers.filter { !$0.text.isEmpty || FormFields.isInRow($0.pointer) }
        var fields: JSON.Object = [
            "typed": .array(kept.map { .array([.string($0.pointer), .string($0.text)]) }),
            "version": JSON(version), "day": .string("\(day)"),
        ]
        if let next { fields.append("next", .string(next)) }
        return JSON.object(fields).description
    }
}

import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Words

/// The answers as they were read, in words: days with the day of the week, choices by their names.
struct SaidBack {
    let context: ActContext
    let read: ReadForm

    private var visit: Visit { context.visit }

    var html: HTML {
        var told: String?
        let lines = read.answers.compactMap { answer -> HTML? in
            guard let words = words(answer.field, answer.value) else { return nil }
            // Only the first of several answers to a question has its label.
            let label: HTML? = told == answer.field.pointer ? nil : "<dt>\(visit(answer.field.label))</dt>"
            told = answer.field.pointer
            return "\(label)<dd>\(words.html)</dd>\n"
        }
        return "<dl class=\"said\">\n\(lines)</dl>\n"
    }

    /// The words for a value; nil when it is not shown.
    func words(_ field: FormField, _ value: JSON) -> Phrase? {
        let language = visit.language
        switch (field.input, value) {
        case (.day, .string(let text)), (.birthDay, .string(let text)):
            return Day(text).map { "\($0.writtenWithWeekday(in: language))" }
        case (.month, .string(let text)): return Month(text).map { .month($0, in: language) }
        case (.amount, .integer(let cents)): return .amount(Money(cents: Int(cents)), in: language)
        case (.yesNo, .bool(let answer)): return answer ? "\(visit("Oui", "Yes"))" : "\(visit("Non", "No"))"
        case (.choice(let choices), .string(let text)):
            return choices.first { $0.value == text }.map { "\($0.words[language])" }
        case (.scheme, .string(let name)): return "\(typed: context.record.schemes[name]?.label ?? name)"
        case (.beneficiary, .string(let text)):
            let known = context.present.beneficiaries.first { $0.id.description == text }
            return known.map { context.words(for: $0) }
        case (.fact, .integer(let version)): return context.title(of: Int(version))
        case (_, .string(let text)): return "\(typed: text)"
        default: return nil
        }
    }
}

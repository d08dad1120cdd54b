import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// One question of a form.
struct FieldView {
    let context: ActContext
    /// The command of the question.
    let command: ClerkCommand
    let field: FormField
    /// The chosen answers; checkboxes may have several.
    let answers: [String]
    /// The typed answer.
    let typed: String
    let troubles: [FieldTrouble]

    private var visit: Visit { context.visit }
    private var id: String { field.identifier }

    var html: HTML {
        switch field.input {
        case .day, .birthDay, .month, .amount, .employer, .line: line
        case .yesNo:
            group([
                (AnswerReader.yes, "\(visit("Oui", "Yes"))", field.opens == AnswerReader.yes),
                (AnswerReader.no, "\(visit("Non", "No"))", field.opens == AnswerReader.no),
            ])
        case .choice where field == .sourceChannel: select([("", visit("Non précisé", "Not told"))] + choices)
        case .choice(let choices):
            group(choices.map { ($0.value, "\(visit($0.words))", field.opens == $0.value) })
        case .scheme:
            select(
                context.record.schemes.names.map { name in (name, context.record.schemes[name]?.label ?? name) })
        case .beneficiary: beneficiaries
        case .fact where field.pointer == "/rescind/0": group(facts, isMultiple: true)
        case .fact: group(facts)
        }
    }

    private var choices: [(String, String)] {
        guard case .choice(let choices) = field.input else { return [] }
        return choices.map { ($0.value, visit($0.words)) }
    }

    /// A question with a text line.
    private var line: HTML {
        let isWide = if case .line(let limit) = field.input { limit > 64 } else { false }
        return """
            <div class="\(classes)"><label for="\(id)">\(visit(field.label))</label>\(about)
            <input id="\(id)" name="\(field.pointer)" value="\(typed)"\(attribute: "class", isWide ? "wider" : nil)\
            \(attribute: "inputmode", field.input == .amount ? "decimal" : nil)\(attribute: "aria-describedby", described)\
            \(attribute: "aria-invalid", troubles.isEmpty ? nil : "true") autocomplete="off" spellcheck="false"></div>

            """
    }

    /// A question with a drop-down list.
    private func select(_ choices: [(value: String, words: String)]) -> HTML {
        let options = choices.map { choice -> HTML in
            "<option value=\"\(choice.value)\"\(attribute: "selected", choice.value == typed)>\(choice.words)</option>\n"
        }
        return """
            <div class="\(classes)"><label for="\(id)">\(visit(field.label))</label>\(about)
            <select id="\(id)" name="\(field.pointer)"\(attribute: "aria-describedby", described)>
            \(options)</select></div>

            """
    }

    /// A question with radio buttons or checkboxes, one below the other.
    ///
    /// - Parameter choices: the value, the words, and whether the answer opens another question.
    private func group(_ choices: [(value: String, words: HTML, opens: Bool)], isMultiple: Bool = false) -> HTML {
        let marks = choices.enumerated().map { place, choice -> HTML in
            """
            <label class="choice"><input type="\(isMultiple ? "checkbox" : "radio")" name="\(field.pointer)" value="\(choice.value)"\
            \(attribute: "class", choice.opens ? "opens" : nil)\(attribute: "checked", answers.contains(choice.value))>\(choice.words)</label>

            """
        }
        return """
            <fieldset id="\(id)" class="\(classes)" tabindex="-1"\(attribute: "aria-describedby", described)>\
            <legend>\(visit(field.label))</legend>\(about)
            \(marks)</fieldset>

            """
    }

    /// The known beneficiaries and, for `add-beneficiary`, a new one. If only a new one is possible, there is no question.
    private var beneficiaries: HTML {
        var choices = context.beneficiaries(for: command).map { person in
            (person.id.description, context.words(for: person).html, false)
        }
        guard command == .addBeneficiary else { return group(choices) }
        let new = choices.contains { $0.0 == typed } ? FormPrefill.newPerson() : typed
        if choices.isEmpty { return "<input type=\"hidden\" name=\"\(field.pointer)\" value=\"\(new)\">\n" }
        choices.insert((new, "\(visit("Une nouvelle personne", "A new person"))", false), at: 0)
        return group(choices)
    }

    /// The facts that can be annulled, the latest first.
    private var facts: [(String, HTML, Bool)] {
        context.factsInForce.compactMap { entry in
            guard let title = context.title(of: entry.version) else { return nil }
            let from = entry.fact.effectiveOn.map { day -> HTML in
                "<span class=\"src\">\(visit("depuis le", "since")) \(Phrase.day(day, in: visit.language).html)</span>"
            }
            return ("\(entry.version)", "\(title.html) \(from)", false)
        }
    }

    private var classes: String {
        "field" + (troubles.isEmpty ? "" : " wrong") + (field.condition == nil ? "" : " opened")
    }

    private var hint: HTML? {
        let optional = field.saysOptional ? visit("Facultatif.", "Optional.") : ""
        let text = [optional, field.hint.map { visit($0) } ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        return text.isEmpty ? nil : "<span class=\"hint\" id=\"\(id)-hint\">\(text)</span>"
    }

    /// The hint of the question, and its errors.
    private var about: HTML {
        let wrong = troubles.map { trouble -> HTML in
            "<span class=\"error\" id=\"\(id)-wrong\">\(trouble.words.html)</span>\(TroubleSummary.reasons(of: trouble, in: context))"
        }
        return "\(hint)\(wrong.prefix(1))"
    }

    private var described: String? {
        let ids = [hint == nil ? nil : "\(id)-hint", troubles.isEmpty ? nil : "\(id)-wrong"].compactMap(\.self)
        return ids.isEmpty ? nil : ids.joined(separator: " ")
    }
}

extension FormField {
    /// Whether the hint says that the field is optional. A frame says it for all its fields; rules check the papers of a portability.
    fileprivate var saysOptional: Bool {
        let isInFrame = pointer.contains("/status/") || isOfSource
        return !isRequired && condition == nil && !isInFrame && !pointer.contains("/bulletin/") && !pointer.hasSuffix("/opensOn")
    }

    /// The answer that opens another question of the form; nil when there is none.
    fileprivate var opens: String? {
        switch pointer.lastPart.name {
        case "compensated": AnswerReader.no
        case "cause": "childUnder12Availability"
        case "kind" where pointer.hasSuffix("/status/kind"): "disabled"
        default: nil
        }
    }
}

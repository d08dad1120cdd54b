import Billing
import CivilTime
import ContractService
import Contracts
import JSON
import Words

extension FieldTrouble {
    /// The message of a refusal beside a form; nil for an error that does not concern the form, such as an unavailable database.
    ///
    /// - Parameter detail: the text of the routes for the error.
    init?(_ error: ServiceError, in form: FormFields, detail: Bilingual, language: Language) {
        switch error {
        case .malformed(let malformed):
            let field = form.field(at: malformed.pointer)
            self.init(pointer: field?.pointer, words: .malformed(malformed.problem, in: field, detail, language))
        case .refused(let rule, let conflictsWith, let pointer, let makesUnlawful):
            self.init(
                pointer: pointer.flatMap { form.field(at: $0)?.pointer }, words: "\(rule.words[language])",
                rule: (rule.id, rule.source), inTheWay: conflictsWith, makesUnlawful: makesUnlawful)
        case .personalWords(let pointer):
            self.init(
                pointer: form.field(at: pointer)?.pointer, words: "\(detail[language])", rule: ("words.personal", "RGPD, art. 5(1)(c)"))
        case .personErased(let pointer):
            self.init(
                pointer: pointer.flatMap { form.field(at: $0)?.pointer }, words: "\(detail[language])",
                rule: ("person.erased", "RGPD, art. 17"))
        case .mandateTaken(let pointer):
            self.init(
                pointer: form.field(at: pointer)?.pointer, words: "\(detail[language])",
                rule: (BillingRule.mandateTaken.id, BillingRule.mandateTaken.source))
        default: return nil
        }
    }
}

extension Phrase {
    /// The message for a value that the command refuses, by the kind of its field.
    fileprivate static func malformed(
        _ problem: MalformedField.Problem, in field: FormField?, _ detail: Bilingual, _ language: Language
    ) -> Phrase {
        guard let field else { return "\(detail[language])" }
        if field.pointer == "/rescind/0" {
            return "\(both("Choisissez au moins un fait à annuler.", "Choose at least one fact to annul.")[language])"
        }
        switch problem {
        case .missing: return .nothingAnswered(field, in: language)
        case .badValue(let expected): return .badValue(field, expected, language) ?? "\(detail[language])"
        default: return "\(detail[language])"
        }
    }

    private static func badValue(_ field: FormField, _ expected: String, _ language: Language) -> Phrase? {
        let words: Bilingual
        switch (field.input, field.pointer.lastPart.name) {
        case (.day, _) where expected.hasPrefix(">= "):
            guard let first = Day(String(expected.dropFirst(3))) else { return nil }
            let day = Phrase.day(first, in: language)
            return language == .french
                ? "Ce jour est avant le premier jour de la période, le \(day)." : "This day is before the first day of the period, \(day)."
        case (.employer, _):
            words = both(
                "Ce n'est pas un code d'employeur : écrivez par exemple 0750001A.",
                "This is no employer's code: write for example 0750001A.")
        case (_, "iban"):
            words = both(
                "Ce n'est pas un IBAN : vérifiez chaque caractère, la clé de contrôle ne correspond pas.",
                "This is no IBAN: check each character, its check digits do not fit.")
        case (_, "mandateReference"):
            words = both(
                "La référence a 35 caractères au plus : lettres sans accent, chiffres et + ? / - : ( ) . , ' ; ni espace, ni IBAN, ni numéro de sécurité sociale.",
                "The reference has at most 35 characters: plain letters, digits and + ? / - : ( ) . , '; no space, IBAN or social security number."
            )
        case (_, "reference"):
            words = both(
                "La référence a 64 caractères au plus : lettres sans accent, chiffres et . _ : / -",
                "The reference has at most 64 characters: plain letters, digits and . _ : / -")
        case (.line(let limit), _): words = both("Une ligne de \(limit) caractères au plus.", "One line of at most \(limit) characters.")
        default: return nil
        }
        return "\(words[language])"
    }
}

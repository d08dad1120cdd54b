import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// The clerk's next steps after a fact was recorded, each with its form.
///
/// The contract's page shows them beside the latest fact.
struct NextSteps {
    /// A step.
    struct Step {
        /// The task.
        let words: Phrase
        /// The rule that requires it.
        let rule: Rule?
        /// The form for it; nil when nothing must be typed.
        let form: PageAddress?
        /// The command of that form.
        let command: ClerkCommand
    }

    let steps: [Step]

    /// The steps after a fact.
    ///
    /// - Parameter contract: the contract as known now, with the fact.
    init(after fact: Fact, in contract: Contract, of id: ContractID, language: Language) {
        func form(_ command: ClerkCommand) -> PageAddress { PageAddress("contracts", id.description, "act", command.rawValue) }
        switch fact {
        case .suspension(let absence) where !absence.isPaid:
            let right = contract.eligibility(on: absence.effectiveOn).continuation
            guard right.eligible, let last = right.through else {
                steps = []
                return
            }
            let day = Phrase.day(last, in: language)
            let isOpen = contract.asOf <= last
            steps = [
                Step(
                    words: isOpen
                        ? language == .french ? "Maintien possible jusqu'au \(day)" : "Continuation can be asked for until \(day)"
                        : language == .french
                            ? "Le délai pour demander le maintien a pris fin le \(day) : seule compte une demande envoyée à temps"
                            : "The time to request continuation ended on \(day): only a request sent in time counts",
                    rule: .continuationDeadline,
                    form: form(.requestContinuation).setting("suspensionFrom", to: absence.effectiveOn.description),
                    command: .requestContinuation)
            ]
        case .employmentEnd(let end):
            let missing = contract.eligibility(on: end.effectiveOn).portability.missing
            let papers: Set<Rule> = [.portabilityBulletinMissing, .portabilityNotificationMissing]
            // If another rule excludes portability, papers do not help.
            let excluded = missing.first { !papers.contains($0) }
            let shown = excluded.map { [$0] } ?? missing
            steps = shown.map { rule in
                Step(
                    words: "\(rule.words[language])", rule: rule,
                    form: excluded == nil ? form(.startPortability).setting("lastDay", to: end.lastDay.description) : nil,
                    command: .startPortability)
            }
        case .temporaryCessation, .continuationRequest:
            let day = fact.effectiveOn ?? contract.asOf
            let month = contract.cotisation(of: Month(of: day).next)
            guard month.collection.mandateMissing else {
                steps = []
                return
            }
            steps = [
                Step(
                    words: language == .french
                        ? "L'agent paie par prélèvement : il faut un mandat SEPA"
                        : "The agent pays by direct debit: a SEPA mandate is needed",
                    rule: .collection, form: form(.registerMandate).setting("effectiveOn", to: day.description),
                    command: .registerMandate)
            ]
        case .affiliation, .exemption, .suspension, .resumption, .portabilityStart, .portabilityEnd, .enrolment, .statusRecord, .removal,
            .continuationEnd, .proof, .optionChange, .payDeclaration, .employerChange, .remoteTransmissionChange, .mandateRegistration,
            .mandateRevocation, .rescission, .erasure:
            steps = []
        }
    }

    /// Whether one of the steps settles this kind of work.
    func settle(_ kind: WorkKind) -> Bool { kind.command.map { command in steps.contains { $0.command == command } } ?? false }

    /// The steps as a list; empty when there are none.
    func html(for visit: Visit) -> HTML {
        if steps.isEmpty { return HTML() }
        let items = steps.enumerated().map { place, step -> HTML in
            let source = step.rule.map { rule -> HTML in " <span class=\"src\">\(rule.id) · \(rule.source)</span>" }
            // Steps of the same form share one button, after the last of them.
            let isLast = place == steps.count - 1 || steps[place + 1].form != step.form
            let button = step.form.map { form -> HTML in isLast ? "<a class=\"btn\" href=\"\(form)\">\(visit(step.command))</a>" : HTML() }
            return "<li><span>\(step.words.html)\(source)</span>\(button)</li>\n"
        }
        return "<p><strong>\(visit("Et maintenant ?", "What next?"))</strong></p>\n<ul class=\"due\">\n\(items)</ul>\n"
    }
}

public import CivilTime
public import Contracts

extension WorkKind {
    /// The text of a letter to the holder; nil when no letter is sent.
    ///
    /// - Parameters:
    ///   - dueOn: the due day.
    ///   - asOf: the day on which deadlines are judged.
    ///   - month: the month that a proof attests, if known.
    ///   - name: the name of the beneficiary concerned; nil for the holder.
    public func reminder(dueOn: Day, asOf: Day, month: Month?, name: PersonName?, in language: Language) -> ReminderWords? {
        switch language {
        case .french: french(Phrase.day(dueOn, in: .french), isOver: dueOn < asOf, month, name)
        case .english: english(Phrase.day(dueOn, in: .english), isOver: dueOn < asOf, month, name)
        }
    }

    private func french(_ day: Phrase, isOver: Bool, _ month: Month?, _ name: PersonName?) -> ReminderWords? {
        let proof: Phrase =
            month.map { "attestation de France Travail \(Phrase.ofMonth($0, in: .french))" } ?? "attestation de France Travail"
        let who = (name ?? .missing).phrase(or: both("la personne couverte par votre contrat", ""), in: .french)
        switch self {
        case .proofAwaited:
            return ReminderWords(
                subject: "Votre \(proof), à envoyer au plus tard le \(day)",
                paragraphs: [
                    "Vos garanties santé sont maintenues après la fin de votre emploi. Nous attendons votre \(proof), au plus tard le \(day).",
                    "Jusque-là, la couverture de ce mois est provisoire. Si l'attestation ne nous parvient pas, ce mois ne sera pas couvert.",
                ])
        case .proofOverdue:
            return ReminderWords(
                subject: "Votre \(proof) ne nous est pas parvenue",
                paragraphs: [
                    "Nous attendions votre \(proof), au plus tard le \(day). Elle ne nous est pas parvenue.",
                    "Ce mois n'est pas couvert tant qu'elle manque. Dès que nous l'aurons reçue, il le sera de nouveau.",
                ])
        case .continuationDeadline:
            return ReminderWords(
                subject: "Maintien de vos garanties santé, à demander au plus tard le \(day)",
                paragraphs: [
                    "Vos garanties santé sont suspendues. Vous pouvez demander qu'elles soient maintenues, à votre charge, au plus tard le \(day).",
                    "Après ce jour, la demande n'est plus possible.",
                ])
        case .beneficiaryAgeLimit:
            return ReminderWords(
                subject: "Fin d'un droit le \(day) : \(who)",
                paragraphs: [
                    "Le droit de \(who) prend fin le \(day), par l'âge.",
                    "Il continue en cas d'études, d'apprentissage, de recherche d'emploi ou de handicap : envoyez-nous alors un justificatif avant ce jour.",
                ])
        case .statusExpiring:
            return ReminderWords(
                subject: "Fin d'un droit le \(day) : \(who)",
                paragraphs: [
                    "Le droit de \(who) prend fin le \(day), avec le justificatif que nous avons.",
                    "Si la situation continue, envoyez-nous un nouveau justificatif avant ce jour.",
                ])
        case .mandateMissing:
            return ReminderWords(
                subject: "Un mandat de prélèvement SEPA nous manque",
                paragraphs: [
                    "\(isOver ? "Depuis le" : "À partir du") \(day), votre cotisation est due par prélèvement, et nous n'avons pas de mandat SEPA.",
                    "Renvoyez-nous le mandat signé, avec un relevé d'identité bancaire.",
                ])
        case .exemptionExpiring:
            return ReminderWords(
                subject: "\(isOver ? "Votre dispense d'affiliation a pris fin" : "Votre dispense d'affiliation prend fin") le \(day)",
                paragraphs: [
                    "\(isOver ? "Votre dispense d'affiliation au contrat collectif a pris fin" : "Votre dispense d'affiliation au contrat collectif prend fin") le \(day).",
                    "Envoyez-nous un nouveau justificatif, ou votre demande d'affiliation.",
                ])
        case .childReaching12: return nil
        }
    }

    private func english(_ day: Phrase, isOver: Bool, _ month: Month?, _ name: PersonName?) -> ReminderWords? {
        let proof: Phrase = month.map { "France Travail attestation for \(Phrase.month($0, in: .english))" } ?? "France Travail attestation"
        let who = (name ?? .missing).phrase(or: both("", "the person covered by your contract"), in: .english)
        switch self {
        case .proofAwaited:
            return ReminderWords(
                subject: "Your \(proof), due by \(day)",
                paragraphs: [
                    "Your health guarantees are kept after the end of your employment. We await your \(proof), by \(day).",
                    "Until then that month's cover is provisional. If the attestation does not reach us, the month will not be covered.",
                ])
        case .proofOverdue:
            return ReminderWords(
                subject: "Your \(proof) has not reached us",
                paragraphs: [
                    "We awaited your \(proof), by \(day). It has not reached us.",
                    "The month is not covered while it is missing. As soon as we have it, the month is covered again.",
                ])
        case .continuationDeadline:
            return ReminderWords(
                subject: "Continuation of your health guarantees, to be requested by \(day)",
                paragraphs: [
                    "Your health guarantees are suspended. You may ask for them to be continued, at your expense, by \(day).",
                    "After that day it can no longer be requested.",
                ])
        case .beneficiaryAgeLimit:
            return ReminderWords(
                subject: "A right ends on \(day): \(who)",
                paragraphs: [
                    "The right of \(who) ends on \(day), by age.",
                    "It goes on for studies, an apprenticeship, a search for work or a disability: then send us proof before that day.",
                ])
        case .statusExpiring:
            return ReminderWords(
                subject: "A right ends on \(day): \(who)",
                paragraphs: [
                    "The right of \(who) ends on \(day), with the proof that we have.",
                    "If the situation goes on, send us new proof before that day.",
                ])
        case .mandateMissing:
            return ReminderWords(
                subject: "We lack a SEPA direct debit mandate",
                paragraphs: [
                    "\(isOver ? "Since" : "From") \(day), your cotisation is due by direct debit, and we have no SEPA mandate.",
                    "Send us the signed mandate, with your bank details.",
                ])
        case .exemptionExpiring:
            return ReminderWords(
                subject: "Your exemption \(isOver ? "ended" : "ends") on \(day)",
                paragraphs: [
                    "Your exemption from the collective contract \(isOver ? "ended" : "ends") on \(day).",
                    "Send us new proof, or your request for affiliation.",
                ])
        case .childReaching12: return nil
        }
    }
}

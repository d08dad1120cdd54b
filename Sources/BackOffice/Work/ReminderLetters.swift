import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// A list of reminders as letters, one a page of A4, for window envelopes.
struct ReminderLetters {
    let list: ReminderList
    let holders: [ContractID: PostalIdentity]
    let names: [ContractID: ShownNames]
    let visit: Visit

    var html: HTML {
        let letters = list.items.compactMap(letter)
        let missing = list.items.count - letters.count
        let without: HTML? =
            switch missing {
            case 0: nil
            case 1:
                " \(visit("1 rappel n'a pas d'adresse, ou une adresse trop longue pour l'enveloppe : il est dans le fichier.", "1 reminder has no address, or one too long for the envelope: it is in the file."))"
            default:
                " \(visit("\(missing) rappels n'ont pas d'adresse, ou une adresse trop longue pour l'enveloppe : ils sont dans le fichier.", "\(missing) reminders have no address, or one too long for the envelope: they are in the file."))"
            }
        return """
            <div class="wrap screen">
            <h1 class="big">\(visit("Lettres de rappel", "Letters of reminder")) (\(letters.count))</h1>
            <p>\(visit("Pour les imprimer : Ctrl + P, une lettre par page.", "To print them: Ctrl + P, a letter a page."))\(without)</p>
            <p><a class="btn" href="\(PageAddress("work", "reminders").setting("day", to: list.day.description))">\(visit("Rappels du jour", "Reminders of the day"))</a></p>
            </div>
            <div class="wrap letters">
            \(letters)</div>

            """
    }

    /// A letter; nil when there is no address, or when it does not fit the window.
    private func letter(_ item: ReminderItem) -> HTML? {
        let contract = item.reminder.contract
        guard let holder = holders[contract], !holder.address.isEmpty, let lines = holder.block,
            let words = item.words(names[contract] ?? .none, asOf: list.knownAt.parisDay, in: visit.language)
        else { return nil }
        let block = lines.map { line -> HTML in "<bdi>\(line)</bdi>" }
        let paragraphs = words.paragraphs.map { paragraph -> HTML in "<p>\(paragraph.html)</p>\n" }
        return """
            <article class="letter">
            <p class="brand">Maintien</p>
            <p class="to">\(HTML.joined(block, separator: "<br>"))</p>
            <p>\(Phrase.day(list.day, in: visit.language).html)</p>
            <p>\(visit("Contrat", "Contract")) \(contract.description)</p>
            <h2>\(words.subject.html)</h2>
            <p>\(visit("Bonjour,", "Hello,"))</p>
            \(paragraphs)<p>\(visit("Votre mutuelle", "Your insurer"))</p>
            </article>

            """
    }
}

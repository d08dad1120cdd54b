import CivilTime
import ContractService
import Contracts
import HTML
import Words

extension ContractPage {
    /// *Pourquoi ?*: the rules and the facts behind the cover of a person on the day.
    var why: HTML {
        """
        <section aria-labelledby="pourquoi"><h2 id="pourquoi">\(visit("Pourquoi ?", "Why?"))</h2>
        <p>\(subject)</p>
        \(ReasonList(reading.reasons, of: record, links: links, visit: visit).html)</section>

        """
    }

    /// The person, and their cover.
    private var subject: HTML {
        if let beneficiary = asked.why.beneficiary {
            let sentence = contract.sentence(of: beneficiary, on: on, today: asked.today, name: names[beneficiary], in: language)
            if let sentence { return sentence.html }
        }
        let cover = reading.covers.first?.piece.value ?? .none
        let day = Phrase.day(on, in: language)
        let phrase: Phrase =
            language == .french
            ? "\(people[nil]), le \(day) : \(strong: cover.words[language])." : "\(people[nil]), \(day): \(strong: cover.words[language])."
        return phrase.html
    }
}

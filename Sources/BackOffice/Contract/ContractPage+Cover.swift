import CivilTime
import ContractService
import Contracts
import HTML
import Words

extension ContractPage {
    /// The column of cover: each person on the day.
    var cover: HTML {
        let items = reading.covers.map { item -> HTML in
            let person = Person(item.person)
            let address = links.page.setting("why", to: item.person == nil ? nil : person.description).at("pourquoi")
            return """
                <dt><a href="\(links.person(person))">\(people[item.person].html)</a></dt><dd>\(words(item.piece)) · \
                <a href="\(address)">\(visit("Pourquoi ?", "Why?"))<span class="skip"> \(people[item.person].html)</span></a></dd>

                """
        }
        let day = Phrase.day(on, in: language)
        let title: Phrase = language == .french ? "Couverture le \(day)" : "Cover on \(day)"
        return """
            <section aria-labelledby="couverture"><h2 id="couverture">\(title.html)</h2>
            <dl>
            \(items)</dl>
            \(certificate)</section>

            """
    }

    /// The certificate of the day; nil when the holder has no cover.
    private var certificate: HTML? {
        guard reading.covers.first?.piece.value.isInForce == true else { return nil }
        return "<p><a href=\"\(links.papers(.cover))\">\(visit("Attestation de couverture", "Certificate of cover"))</a></p>"
    }

    /// A cover with its sign and its last day.
    private func words(_ piece: Timeline<Cover>.Piece) -> HTML {
        let cover = piece.value
        let isSigned = cover.basis == .portability
        let sign: HTML? = isSigned ? cover.state.sign.map { "\($0) " } : nil
        let text: HTML = "\(sign)\(cover.words.capitalized[language])"
        guard cover.state != .none, let last = piece.period.through, Day.calendar.contains(last) else { return text }
        return "\(text), \(visit("jusqu'au", "until")) \(last.writtenShort)"
    }
}

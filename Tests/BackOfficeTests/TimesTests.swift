import CivilTime
import ContractService
import ContractTesting
import HTML
import Testing
import Words

@testable import BackOffice

/// The two times, as forms take them and links keep them.
@Suite struct TimesTests {
    private let visit = Visit.example()

    private func times(_ fields: [(String, String)]) -> TwoTimes { TwoTimes(PageFields(fields.map { (name: $0.0, value: $0.1) }), visit) }

    @Test func `links keep the times that were asked for, and no others`() {
        #expect(times([]).keeping(PageAddress("x")).description == "/x")
        #expect(
            times([("on", "10/9/26"), ("known-at", "fait 5")]).keeping(PageAddress("x")).description
                == "/x?on=2026-09-10&known-at=version:5")
    }

    @Test(arguments: [
        ("2100-01-01T00:00:00Z", "/x?on=2026-09-10"), ("2027-07-12T08:00:00Z", "/x?on=2026-09-10&known-at=2027-07-12T08:00:00Z"),
        ("version:5", "/x?on=2026-09-10&known-at=version:5"), ("", "/x?on=2026-09-10"),
    ])
    func `a paper is drawn from what is known now, where an instant to come is asked about`(knownAt: String, address: String) {
        #expect(times([("on", "10/9/26"), ("known-at", knownAt)]).upToNow(visit).keeping(PageAddress("x")).description == address)
    }

    @Test func `what cannot be read is told beside its field, and stays as typed`() {
        let form = TimesForm(times: times([("on", "31/02/2027")]), visit: visit, action: PageAddress("x"), kept: [], links: HTML())
        let html = form.html.description
        #expect(html.contains("value=\"31/02/2027\"") && html.contains("aria-invalid=\"true\" aria-describedby=\"on-error\""))
        #expect(form.html.text.contains("Le jour 31 n'existe pas dans ce mois."))
    }

    @Test(arguments: [("2027-05-10T21:59:59.999999Z", "10 mai 2027"), ("2027-05-10T08:30:59.999999Z", "10 mai 2027 à 10 h 30")])
    func `an instant that ends a day is told by the day`(text: String, words: String) {
        #expect(instant(text).writtenShortly(in: .french).replacing("\u{A0}", with: " ") == words)
    }

    @Test func `a month begins at midnight in Paris`() {
        #expect(Instant(firstOf: month("2027-07")) == instant("2027-06-30T22:00:00Z"))
        #expect(Instant(firstOf: month("2027-01")) == instant("2026-12-31T23:00:00Z"))
    }

    @Test func `two knowledges are read, and what cannot be is told`() {
        func read(_ from: String, _ to: String) -> ComparedKnowledge {
            ComparedKnowledge(PageFields([(name: "from", value: from), (name: "to", value: to)]), visit)
        }
        let compared = read("version:4", "10/05/2027")
        #expect(compared.before == .version(4) && compared.from.text == "fait 4" && compared.isReadable)
        #expect(compared.after == .instant(instant("2027-05-10T21:59:59.999999Z")) && compared.to.text == "10/05/2027")
        #expect(read("", "").before == nil && read("", "").after == .now)
        #expect(ComparedKnowledge.Problem.noSuchFact(of: 1).phrase(in: .french).plainText == "Ce contrat n’a qu’un fait.")
        #expect(!read("fait x", "").isReadable && read("fait x", "").from.text == "fait x")
    }
}

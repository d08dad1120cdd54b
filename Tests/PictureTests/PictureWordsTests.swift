import CivilTime
import ContractTesting
import Contracts
import Testing
import Words

@testable import Picture

/// A picture in the words of the room `Words`.
@Suite struct PictureWordsTests {
    private func subject(
        _ language: Language, names: (BeneficiaryID?) -> PersonName = { _ in .missing }
    ) throws -> PictureSubject {
        let present = try Contract(
            events: ExampleLife.events, knownAt: instant("2027-07-12T08:00:00Z"), schemes: Schemes([try Scheme.example()]))
        return PictureSubject(of: present, present: present, isPresent: true, names: names, in: language)
    }

    @Test func `titles name people, or say what they are`() throws {
        let names: (BeneficiaryID?) -> PersonName = { id in
            id == nil ? .known("Anne Durand") : id == ExampleLife.samir ? .known("Samir Haddad") : .erased
        }
        let french = try subject(.french, names: names).persons
        #expect(
            french.map(\.title) == ["Couverture\u{202F}: Anne Durand", "Samir Haddad, partenaire de PACS", "Enfant (identité effacée)"])
        #expect(french.map(\.name) == ["Anne Durand", "Samir Haddad", "Enfant (identité effacée)"])
        let english = try subject(.english).persons
        #expect(english.map(\.title) == ["Cover of the agent", "Civil partner", "Child"])
        #expect(english.map(\.name) == ["The agent", "Civil partner", "Child"])
    }

    @Test(arguments: Language.allCases)
    func `every cover, standing and payment has words, and so has every mark of the legend`(language: Language) {
        let labels = PictureLabels(in: language)
        let period = Period(from: day("2027-01-01"), until: day("2028-01-01"))
        for state in Cover.State.allCases {
            for basis in Cover.Basis.allCases {
                let texts = labels.cover(Cover(state, basis))
                #expect(!texts.isEmpty && texts.allSatisfy { !$0.isEmpty && $0.first?.isLowercase == false })
            }
        }
        for standing in Standing.allCases {
            for isOver in [false, true] {
                let texts = labels.standing(ShownStanding(standing, isOver: isOver), period)
                #expect(texts.isEmpty == (standing == .outside))
            }
        }
        for look in PieceLook.allCases { #expect(labels.look(look).isEmpty == [.nothing, .nothingDue].contains(look)) }
        #expect(labels.flows(.zero).count == 2)
    }

    @Test func `days and months are short`() {
        let (french, english) = (PictureLabels(in: .french), PictureLabels(in: .english))
        #expect(
            french.month(Month(of: day("2027-07-01")), true) == "juil. 2027" && french.month(Month(of: day("2027-07-01")), false) == "juil."
        )
        #expect(french.shortDay(day("2027-09-01")) == "1er sept." && english.shortDay(day("2027-09-01")) == "1 Sept")
        #expect(french.day(day("2027-09-01")) == "01/09/2027")
        #expect(french.daysLate(19) == "+19\u{A0}j" && english.daysLate(19) == "+19\u{A0}d")
        #expect(french.instant(instant("2027-05-10T08:30:00Z"), true) == "10 mai 2027 à 10\u{A0}h\u{A0}30")
        #expect(french.instant(instant("2027-05-10T08:30:00Z"), false) == "10 mai 2027" && french.present == "maintenant")
    }

    @Test(arguments: Language.allCases, [40, 80, 200])
    func `the picture and its legend fit the terminal`(language: Language, columns: Int) throws {
        let labels = PictureLabels(in: language)
        let layout = PictureLayout(of: try subject(language), on: day("2027-07-12"), labels: labels)
        let picture = TerminalPicture(layout, labels: labels, columns: columns, isColoured: false)
        for line in (picture.text + picture.legend).split(separator: "\n") {
            #expect(TerminalText.columns(of: String(line)) <= columns)
        }
        // The life has lapsed and provisional months, an unpaid absence that was continued, and late facts.
        for mark in ["█ ", "▓ ", "░ ", "╳ ", "╱ ", "▒ ", "◆ "] { #expect(picture.legend.contains(mark), "\(mark)") }
        #expect(!picture.legend.contains("·") && !picture.legend.contains("▄"))
        #expect(picture.legend.contains(labels.look(.lapsed)) && picture.legend.contains(labels.late) || columns == 40)
    }
}

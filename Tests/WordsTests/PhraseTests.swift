import CivilTime
import Testing

@testable import Words

@Suite struct PhraseTests {
    @Test func `literals are typeset, and what somebody typed is not`() {
        let phrase: Phrase = "Jusqu'ici : \(typed: "l'été : ça va ?") ; « \(typed: "x") » coûte 5 € !"
        #expect(
            phrase.plainText
                == "Jusqu\u{2019}ici\u{202F}: l'été : ça va ?\u{202F}; «\u{A0}x\u{A0}» coûte 5\u{A0}€\u{202F}!")
    }

    @Test func `a text that is typeset stays what it is`() {
        for text in ["L'an 1 : « oui » ?", "a  b", " ", "", "a ", "« "] { #expect(text.typeset.typeset == text.typeset) }
    }

    @Test func `runs are never empty, and plain neighbours are one`() {
        let word = "d"
        let phrase: Phrase = "a \(strong: "b")\(Phrase()) c \(word) \(1)"
        #expect(phrase.runs.map(\.text) == ["a ", "b", " c d 1"])
        #expect(phrase.runs.map(\.kind) == [.plain, .strong, .plain])
    }

    @Test func `phrases are listed as a language asks`() {
        let parts: [Phrase] = ["a", "b", "c"]
        #expect(Phrase.list(parts, in: .french).plainText == "a, b et c")
        #expect(Phrase.list(parts, in: .english).plainText == "a, b and c")
        #expect(Phrase.list(["a"], in: .french).plainText == "a")
        #expect(Phrase.list([], in: .french).plainText.isEmpty)
        #expect(Phrase.joined([Phrase(), "a", Phrase(), "b"]).plainText == "a b")
    }

    @Test(arguments: [
        ("Camille Durand", "Camille Durand"), ("<script>alert(1)</script>", "<script>alert(1)</script>"), ("\"\u{301}", "\"\u{301}"),
        ("דנה לוי", "\u{2068}דנה לוי\u{2069}"), ("ليلى", "\u{2068}ليلى\u{2069}"), ("a\u{202E}b", "\u{2068}ab\u{2069}"),
        ("a\u{2069}b", "\u{2068}ab\u{2069}"),
        ("Zo\u{200D}é", "Zo\u{200D}é"),
    ])
    func `a name is one run, unchanged, and isolated in plain text where it could turn the line`(name: String, plain: String) {
        let phrase = PersonName.known(name).phrase(or: PersonName.holder, in: .french)
        #expect(phrase.runs == [Phrase.Run(kind: .name, text: name)])
        #expect(phrase.plainText == plain)
    }

    @Test func `what somebody typed cannot turn the line either`() {
        let phrase: Phrase = "Motif : \(typed: "a\u{202E}b") fin"
        #expect(phrase.plainText == french("Motif : \u{2068}ab\u{2069} fin"))
    }

    @Test func `a person without a name is called by what they are`() {
        #expect(PersonName(givenNames: "Camille", familyName: "Durand") == .known("Camille Durand"))
        #expect(PersonName(givenNames: nil, familyName: "Durand") == .known("Durand"))
        #expect(PersonName(givenNames: " ", familyName: "") == .missing)
        #expect(PersonName(givenNames: "\u{200B}", familyName: "\u{202E}\u{7}") == .missing)
        #expect(PersonName.known("\u{200B}\u{202E}").phrase(or: PersonName.holder, in: .french).plainText == "l’agent")
        #expect(PersonName.missing.phrase(or: PersonName.holder, in: .french).plainText == "l’agent")
        #expect(PersonName.known(" ").phrase(or: PersonName.holder, in: .english).plainText == "the agent")
        #expect(PersonName.erased.phrase(or: PersonName.holder, in: .french).plainText == "l’agent (identité effacée)")
    }
}

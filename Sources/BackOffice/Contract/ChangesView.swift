import CivilTime
import Contracts
import HTML
import Words

/// The differences between two knowledges of a contract as HTML, for *Ce qui a changé*, a fact's page, and previews.
///
/// It needs only the changes and the words for the people.
struct ChangesView {
    let changes: Changes
    /// The last month to settle now.
    let settledThrough: Month
    let people: CalledPeople
    let language: Language

    /// A view of changes.
    ///
    /// - Parameters:
    ///   - settledThrough: the last month to settle now, usually the present one.
    ///   - people: the words for the holder and the beneficiaries.
    init(_ changes: Changes, settledThrough: Month, people: CalledPeople, in language: Language) {
        self.changes = changes
        self.settledThrough = settledThrough
        self.people = people
        self.language = language
    }

    /// All parts: first the sum to settle, then the differences, under headings of level 3.
    var html: HTML {
        if changes.isEmpty { return "<p>\(say("Rien ne change.", "Nothing changes."))</p>\n" }
        return "\(sum)\(cover)\(months)\(others)"
    }

    /// The amounts to collect and to refund up to the month, in a sentence.
    var sum: HTML {
        let sentence = Phrase.adjustment(changes.summary(through: settledThrough).due, in: language)
        if let sentence { return "<p><strong>\(sentence.html)</strong></p>\n" }
        let month = Phrase.month(settledThrough, in: language)
        let nothing: Phrase =
            language == .french ? "Rien n'est à régulariser jusqu'en \(month)." : "Nothing is to settle until \(month)."
        return "<p>\(nothing.html)</p>\n"
    }

    func say(_ french: String, _ english: String) -> String { both(french, english)[language] }

    func capitalized(_ phrase: Phrase) -> HTML { phrase.capitalized.html }
}

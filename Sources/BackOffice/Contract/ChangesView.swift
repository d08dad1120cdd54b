import CivilTime
import Contracts
import HTML
import Words

/// How one knowledge of a contract differs from another, as HTML: for *Ce qui a changé*, a fact's page, and previews.
///
/// It needs nothing but the changes and what people are called.
struct ChangesView {
    let changes: Changes
    /// The last month that is settled now; later months lie ahead.
    let settledThrough: Month
    let people: CalledPeople
    let language: Language

    /// A view of changes.
    ///
    /// - Parameters:
    ///   - settledThrough: the last month to be settled now, usually that of today.
    ///   - people: what the holder and the beneficiaries are called.
    init(_ changes: Changes, settledThrough: Month, people: CalledPeople, in language: Language) {
        self.changes = changes
        self.settledThrough = settledThrough
        self.people = people
        self.language = language
    }

    /// All of it: the sum to settle first, then what differs, under headings of level 3.
    var html: HTML {
        if changes.isEmpty { return "<p>\(say("Rien ne change.", "Nothing changes."))</p>\n" }
        return "\(sum)\(cover)\(months)\(others)"
    }

    /// What is to collect and to refund through the month, in a sentence.
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

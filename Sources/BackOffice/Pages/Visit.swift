public import Access
import CivilTime
import Words

/// Who visits a page, in what language, and when.
public struct Visit: Sendable {
    /// Who calls.
    public let caller: Caller
    /// The language of the page.
    let language: Language
    /// What every form of the page must send back, in the field `formToken`; nil when no browser's session calls: then forms cannot be sent.
    let formToken: String?
    /// The trace of the request.
    let trace: String?
    /// The address of the page, path and query; after a form, of the nearest one that can be shown.
    let address: String
    /// The secret that the browser keeps since it sent a form without a session; nil when it keeps none.
    let browser: String?
    /// The instant of the visit, by the service's clock.
    let now: Instant

    /// - Parameters:
    ///   - address: path and query of a page that can be shown.
    init(
        _ caller: Caller, language: Language, formToken: String?, trace: String?, address: String, browser: String? = nil,
        now: Instant
    ) {
        self.caller = caller
        self.language = language
        self.formToken = formToken
        self.trace = trace
        self.address = address
        self.browser = browser
        self.now = now
    }

    /// The day of the visit, in Paris.
    var today: Day { now.parisDay }

    /// Whether the caller may record facts.
    var mayRecord: Bool { caller.capacity.has(oneOf: .recorders) }

    /// Whether the caller may read contracts.
    var mayRead: Bool { caller.capacity.has(oneOf: .readers) }

    /// The words in the language of the page.
    func callAsFunction(_ french: String, _ english: String) -> String { both(french, english)[language] }

    /// The words in the language of the page.
    func callAsFunction(_ words: Bilingual) -> String { words[language] }

    /// The words for a value in the language of the page.
    func callAsFunction(_ value: some Worded) -> String { value.words[language] }
}

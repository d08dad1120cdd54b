public import Access
import CivilTime
import Words

/// The visitor of a page, with language and time.
public struct Visit: Sendable {
    /// The caller.
    public let caller: Caller
    /// The language of the page.
    let language: Language
    /// The token that every form of the page must send back in `formToken`; nil without a browser session: then forms cannot be sent.
    let formToken: String?
    /// The trace id of the request.
    let trace: String?
    /// The path and query of the page; after a form, of the nearest page that can be shown.
    let address: String
    /// A secret in the browser's cookie, set when it sent a form without a session; nil without one.
    let browser: String?
    /// The instant of the visit, by the service's clock.
    let now: Instant

    /// - Parameters:
    ///   - address: the path and query of a page that can be shown.
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

    /// Whether the caller may see the figures for the actuary.
    var seesFigures: Bool { BackOffice.actuaries.admits(caller.capacity) }

    /// The words in the language of the page.
    func callAsFunction(_ french: String, _ english: String) -> String { both(french, english)[language] }

    /// The words in the language of the page.
    func callAsFunction(_ words: Bilingual) -> String { words[language] }

    /// The words for a value in the language of the page.
    func callAsFunction(_ value: some Worded) -> String { value.words[language] }
}

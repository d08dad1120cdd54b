public import Words

/// The text of a page for an error.
public struct Trouble: Sendable {
    /// The status of the answer.
    public let status: Int
    /// The kind of error, in a few words.
    public let title: Bilingual
    /// The error, in a sentence.
    public let detail: Bilingual
    /// The rule's identifier and its source.
    public let rule: (id: String, source: String)?
    /// The seconds after which a retry may succeed.
    public let retryAfter: String?

    /// Trouble in words.
    public init(
        status: Int, title: (String, String) = ("Erreur interne", "Internal error"),
        detail: (String, String) = ("Une erreur imprévue est survenue.", "An unforeseen error happened."),
        rule: (id: String, source: String)? = nil, retryAfter: String? = nil
    ) {
        self.status = status
        self.title = both(title.0, title.1)
        self.detail = both(detail.0, detail.1)
        self.rule = rule
        self.retryAfter = retryAfter
    }
}

public import CivilTime

/// A question about all contracts, with the format and extent of its answer.
public struct Inquiry: Hashable, Sendable {
    /// The question.
    public var question: PortfolioQuestion
    /// Answers from what was known at this instant; `nil` for everything known.
    public var knownAt: Instant?
    /// The page wanted; `nil` for the whole answer, streamed.
    public var page: Page?
    /// The format of the lines.
    public var format: PortfolioFormat
    /// The position that the projections must have reached first.
    public var atLeast: Int64?

    /// A page of an answer, small enough to be sent at once.
    public struct Page: Hashable, Sendable {
        /// The `next` of the page before; `nil` for the first.
        public var after: String?
        /// The most lines, from 1 to `Page.limit`.
        public var limit: Int

        /// The most lines that a page may have.
        public static let limit = 1000

        /// A page.
        public init(after: String? = nil, limit: Int) {
            self.after = after
            self.limit = limit
        }
    }

    /// A question about all contracts.
    public init(
        _ question: PortfolioQuestion, knownAt: Instant? = nil, page: Page? = nil, format: PortfolioFormat = .ndjson, atLeast: Int64? = nil
    ) {
        self.question = question
        self.knownAt = knownAt
        self.page = page
        self.format = format
        self.atLeast = atLeast
    }
}

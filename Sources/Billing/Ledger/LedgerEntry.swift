public import CivilTime

/// An entry of the ledger. It is never edited.
public struct LedgerEntry: Hashable, Sendable {
    /// Its number, dense over all journals.
    public let number: Int
    /// Its number in its journal, dense.
    public let numberInJournal: Int
    /// The day on which it counts: that on which it happened, or the first open day.
    public let on: Day
    /// When it was recorded.
    public let recordedAt: Instant
    /// What it says.
    public let draft: LedgerDraft

    /// An entry.
    public init(number: Int, numberInJournal: Int, on day: Day, recordedAt: Instant, draft: LedgerDraft) {
        self.number = number
        self.numberInJournal = numberInJournal
        on = day
        self.recordedAt = recordedAt
        self.draft = draft
    }

    /// The journal.
    public var journal: Journal { draft.journal }
    /// The postings, which add up to zero.
    public var postings: [Posting] { draft.postings.postings }
}

public import CivilTime

/// The end of the ledger: the numbers used so far, and the months through which the books of each scheme are shut.
public struct LedgerBook: Sendable {
    /// The number of the last entry.
    public private(set) var number: Int
    /// The number of the last entry of each journal.
    public private(set) var numbers: [Journal: Int]
    /// The last month that is shut, by scheme.
    public var closedThrough: [String: Month]

    /// The end of a ledger.
    public init(number: Int = 0, numbers: [Journal: Int] = [:], closedThrough: [String: Month] = [:]) {
        self.number = number
        self.numbers = numbers
        self.closedThrough = closedThrough
    }

    /// Enters a draft. What is dated in a month that is shut counts on the first open day.
    public mutating func enter(_ draft: LedgerDraft, recordedAt instant: Instant) -> LedgerEntry {
        number += 1
        numbers[draft.journal, default: 0] += 1
        return LedgerEntry(
            number: number, numberInJournal: numbers[draft.journal, default: 0],
            on: closedThrough[draft.scheme].map { max(draft.on, $0.next.firstDay) } ?? draft.on, recordedAt: instant, draft: draft)
    }
}

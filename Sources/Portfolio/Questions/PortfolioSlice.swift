import CivilTime
import EventLog

/// A part of an answer about all contracts, read in one short transaction.
struct PortfolioSlice: Sendable {
    /// The answer tells what was known at this instant, in every slice.
    let knownAt: Instant
    /// The log position of the projections when the first slice was read.
    let position: Int64
    /// The size of the slice: lines or contracts; 0 if it was read by no size.
    let size: Int
    /// Whole lines.
    let chunks: [[UInt8]]
    /// Where the next slice begins; nil when the answer is complete.
    let next: Place?

    /// The same slice with nothing after it: a page.
    var asLast: PortfolioSlice { PortfolioSlice(knownAt: knownAt, position: position, size: size, chunks: chunks, next: nil) }

    /// Where a slice begins.
    enum Place: Sendable {
        /// After a line or a contract, by the cursor of a page.
        case after(String)
        /// At the first of these ranges of contracts, with the sums of the ranges before.
        case ranges([ContractRange], PortfolioSums)
    }

    /// How much a slice reads. Slices are short, because PostgreSQL keeps all row versions that an open snapshot may need: under a long one
    /// the row of the log's head is found ever more slowly.
    struct Sizes: Sendable {
        /// The lines or contracts of the first slice. Small, so that the first line comes at once; each next slice is four times as large.
        var first = 250
        /// The most lines or contracts of a slice: some 40 ms of reading, and 2 MB.
        var most = 5000
        /// The contracts of a slice of one employer. Each slice looks up the employer's contracts again.
        var ofEmployer = 20_000
        /// The contracts of a range that is summed up.
        var summed: Int64 = 20_000

        /// The size of the slice after `former`; nil for a question that is not read in slices.
        func size(of question: PortfolioQuestion, after former: PortfolioSlice?) -> Int? {
            let growing = former.map { min($0.size * 4, most) } ?? first
            return switch question {
            case .coverage(_, let employer, _), .cotisations(_, let employer): employer == nil ? growing : ofEmployer
            case .cotisationsForEmployer: ofEmployer
            case .workByDay(let filter): filter.employer == nil ? growing : ofEmployer
            case .worklist, .duplicates: growing
            case .totals, .months, .workCounts, .reminders: nil
            }
        }
    }
}

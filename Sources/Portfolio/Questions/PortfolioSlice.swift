import CivilTime
import ContractService
import EventLog
import FoundationEssentials
import Postgres

/// A part of an answer about all contracts, read in one short transaction.
struct PortfolioSlice: Sendable {
    /// The facts about it that are known before its first line.
    let opening: Opening
    /// The size of the slice: lines or contracts; 0 if it was read by no size.
    let size: Int
    /// Whole lines.
    let chunks: [[UInt8]]
    /// Where the next slice begins; nil when the answer is complete.
    let next: Place?
    /// The contracts read; nil when the answer is complete, or not read by contracts.
    let span: Span?
    /// The due days read; nil when the answer is complete, or not read by due day.
    let days: DueDays?

    /// The answer tells what was known at this instant, in every slice.
    var knownAt: Instant { opening.knownAt }
    /// The log position of the projections when the first slice was read.
    var position: Int64 { opening.position }
    /// Where the log of this slice ended; nil for a page.
    var reached: Reached? { opening.reached }
    /// The proof of the slice's age, when a standby gave it.
    var proof: StandbyProof? { opening.proof }

    /// The same slice with nothing after it: a page.
    var asLast: PortfolioSlice { PortfolioSlice(opening: opening, size: size, chunks: chunks, next: nil, span: nil, days: nil) }

    /// The identifiers of contracts that a slice covers. They tell how many of them the next slice may cover.
    struct Span: Sendable {
        /// How many identifiers there are for each contract.
        private let width: UInt128
        /// The last identifier.
        let through: UInt128

        /// - Parameter after: the last identifier of the slice before; 0 for the first slice.
        init?(after: UInt128, _ full: PortfolioReading.PageFull) {
            guard let contracts = full.contracts, let through = UUID(text: full.next)?.bits, through > after else { return nil }
            width = (through - after) / UInt128(max(1, contracts))
            self.through = through
        }

        /// The last identifier that the next slice may cover: a quarter more than `count` contracts should have. Nil when all that follow are as few.
        func end(ofNext count: Int) -> UUID? {
            let (all, isTooWide) = width.multipliedReportingOverflow(by: UInt128(count + count / 4))
            let (end, isPastLast) = through.addingReportingOverflow(all)
            return isTooWide || isPastLast ? nil : UUID(bits: end)
        }
    }

    /// The facts about a slice that are known before its first line.
    struct Opening: Sendable {
        let knownAt: Instant
        let position: Int64
        let reached: Reached?
        let proof: StandbyProof?
    }

    /// The position of the projections when a slice was read, and the hash of the log there; no hash without an event.
    struct Reached: Hashable, Sendable {
        let position: Int64
        let hash: [UInt8]?
    }

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
        /// The contracts of a range whose deadlines are counted. They are found by due day: each range reads the due days of all contracts in
        /// the index.
        var counted: Int64 = 200_000
        /// The most ranges of an answer that counts deadlines.
        var mostCounted: Int64 = 16

        /// The size of the slice after `former`; nil for a question that is not read in slices.
        ///
        /// - Parameter isSpread: whether several servers share the rows. Each part of a table then sends as many contracts as the first slice has,
        ///   because no slice before tells where it should end: the first slice is smaller.
        func size(of question: PortfolioQuestion, after former: PortfolioSlice?, isSpread: Bool = false) -> Int? {
            let growing = former.map { min($0.size * 4, most) } ?? (isSpread ? max(1, first / 4) : first)
            return switch question {
            case .coverage(_, let employer, _), .cotisations(_, let employer): employer == nil ? growing : ofEmployer
            case .cotisationsForEmployer: ofEmployer
            case .workByDay(let filter): filter.employer == nil ? growing : ofEmployer
            case .worklist, .duplicates, .reminders: growing
            case .totals, .months, .workCounts: nil
            }
        }
    }
}

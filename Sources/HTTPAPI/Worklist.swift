import Billing
import BillingService
import CivilTime
import Portfolio

/// The worklist: what the portfolio knows, and behind it what waits about money, as known at the same instant.
struct Worklist: Sendable {
    let portfolio: any PortfolioAnswering
    /// Tells what waits about money; nil in a service that makes no runs.
    let runs: (any RunKeeping)?

    /// What is asked of the work about money.
    enum Money: Sendable {
        /// Nothing: another kind is asked for.
        case none
        /// It follows the portfolio's lines.
        case behind(MoneyWorkFilter)
        /// Nothing else is asked for.
        case alone(MoneyWorkFilter)
    }

    /// How many lines about money are read at a time for a whole answer.
    private static let linesAtOnce = 500

    /// The lines of a question about the portfolio's work, or those about money, or both.
    func lines(of inquiry: Inquiry, _ money: Money) async throws -> PortfolioLines {
        switch money {
        case .none: return try await portfolio.lines(of: inquiry)
        case .alone(let filter): return try await moneyAlone(filter, as: inquiry)
        case .behind(let filter):
            guard let page = inquiry.page else {
                let first = try await portfolio.lines(of: inquiry)
                return first.with(FollowedChunks(first: first.chunks, page: pages(filter, knownAt: first.knownAt, inquiry.format)))
            }
            if page.after.map({ MoneyWorkPage.isCursor($0) }) == true { return try await moneyAlone(filter, as: inquiry) }
            let first = try await portfolio.lines(of: inquiry)
            if first.next != nil { return first }
            var bytes: [UInt8] = []
            for try await chunk in first.chunks { bytes += chunk }
            let written = bytes.count { $0 == UInt8(ascii: "\n") } - (inquiry.format == .ndjson ? 0 : 1)
            let rest = try await text(
                filter, knownAt: first.knownAt, after: nil, atMost: max(0, page.limit - written), inquiry.format)
            return first.with(ArrayOfChunks([bytes, rest.bytes]), next: rest.next)
        }
    }

    /// How many lines there are of each kind, those about money last.
    func counts(_ inquiry: Inquiry, _ money: Money) async throws -> PortfolioLines {
        switch money {
        case .none: return try await portfolio.lines(of: inquiry)
        case .alone(let filter):
            let place = try await place(of: inquiry)
            return place.with(
                ArrayOfChunks([heading(.workCounts, inquiry.format), try await counts(filter, knownAt: place.knownAt, inquiry.format)]))
        case .behind(let filter):
            let first = try await portfolio.lines(of: inquiry)
            // Read before the answer begins: a database that does not answer is a 503, not an answer that breaks off.
            let rest = try await counts(filter, knownAt: first.knownAt, inquiry.format)
            return first.with(FollowedChunks(first: first.chunks) { _ in (rest, nil) })
        }
    }

    // MARK: Work about money

    private func moneyAlone(_ filter: MoneyWorkFilter, as inquiry: Inquiry) async throws -> PortfolioLines {
        let place = try await place(of: inquiry)
        let heading = heading(.work, inquiry.format)
        guard let page = inquiry.page else {
            // The first lines are read before the answer begins: a database that does not answer is a 503.
            let first = try await text(filter, knownAt: place.knownAt, after: nil, atMost: Self.linesAtOnce, inquiry.format)
            let chunks = ArrayOfChunks([heading, first.bytes])
            guard let next = first.next else { return place.with(chunks) }
            let others = pages(filter, knownAt: place.knownAt, inquiry.format)
            return place.with(FollowedChunks(first: chunks) { try await others($0 ?? next) })
        }
        let rest = try await text(filter, knownAt: place.knownAt, after: page.after, atMost: page.limit, inquiry.format)
        return place.with(ArrayOfChunks([heading, rest.bytes]), next: rest.next)
    }

    /// An answer without lines: what the portfolio knows, and when.
    private func place(of inquiry: Inquiry) async throws -> PortfolioLines {
        var inquiry = inquiry
        // No pair of people was found before there was this program.
        inquiry.question = .duplicates(dueThrough: Day.calendar.lowerBound)
        (inquiry.page, inquiry.format) = (Inquiry.Page(limit: 1), .ndjson)
        return try await portfolio.lines(of: inquiry)
    }

    private func pages(_ filter: MoneyWorkFilter, knownAt instant: Instant, _ format: PortfolioFormat) -> FollowedChunks.Page {
        { [self] cursor in try await text(filter, knownAt: instant, after: cursor, atMost: Self.linesAtOnce, format) }
    }

    /// A page of lines without a heading, and the `after` of the next one.
    ///
    /// - Throws: `PortfolioError.badCursor`.
    private func text(
        _ filter: MoneyWorkFilter, knownAt instant: Instant, after cursor: String?, atMost limit: Int, _ format: PortfolioFormat
    ) async throws -> (bytes: [UInt8], next: String?) {
        guard let runs else {
            if cursor != nil { throw PortfolioError.badCursor }
            return ([], nil)
        }
        guard let page = try await runs.moneyWork(filter, knownAt: instant, after: cursor, atMost: limit) else {
            throw PortfolioError.badCursor
        }
        let text = WorklistText(format)
        for line in page.lines { text.add(line.text) }
        return (text.bytes, page.next)
    }

    private func counts(_ filter: MoneyWorkFilter, knownAt instant: Instant, _ format: PortfolioFormat) async throws -> [UInt8] {
        let text = WorklistText(format)
        for count in try await runs?.moneyWorkCounts(filter, knownAt: instant) ?? [] {
            text.add(count: count.lines, overdue: count.overdue, of: count.kind.rawValue, knownAt: instant.description)
        }
        return text.bytes
    }

    private func heading(_ columns: PortfolioColumns, _ format: PortfolioFormat) -> [UInt8] {
        let text = WorklistText(format)
        text.heading(columns)
        return text.bytes
    }
}

extension PortfolioLines {
    /// The same answer with other lines.
    fileprivate func with(_ chunks: Chunks, next: String? = nil) -> PortfolioLines {
        PortfolioLines(knownAt: knownAt, position: position, next: next, age: age, chunks: chunks)
    }
}

/// Chunks that are there already; empty ones are left out.
private struct ArrayOfChunks: AsyncSequence, Sendable {
    let chunks: [[UInt8]]

    init(_ chunks: [[UInt8]]) { self.chunks = chunks.filter { !$0.isEmpty } }

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var rest: ArraySlice<[UInt8]>
        mutating func next() async throws -> [UInt8]? { rest.popFirst() }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: chunks[...]) }
}

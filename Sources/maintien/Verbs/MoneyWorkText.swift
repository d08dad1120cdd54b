import BillingService
import CivilTime
import Portfolio

/// The work about money as lines of the worklist, page by page.
struct MoneyWorkText: Sendable {
    let questions: RunQuestions
    let filter: MoneyWorkFilter
    let knownAt: Instant
    let format: PortfolioFormat

    /// How many lines are read at a time.
    private static let linesAtOnce = 500

    /// Writes all lines.
    func write(_ take: @escaping StreamedText.Sink) async throws {
        var cursor: String?
        repeat {
            let (bytes, next) = try await page(after: cursor, atMost: Self.linesAtOnce)
            if !bytes.isEmpty { try await take(bytes) }
            cursor = next
        } while cursor != nil
    }

    /// Some lines, and where the next ones begin.
    func page(after cursor: String? = nil, atMost limit: Int) async throws -> (bytes: [UInt8], next: String?) {
        guard let page = try await questions.moneyWork(filter, knownAt: knownAt, after: cursor, atMost: limit) else { return ([], nil) }
        let text = WorklistText(format)
        for line in page.lines { text.add(line.text) }
        return (text.bytes, page.next)
    }
}

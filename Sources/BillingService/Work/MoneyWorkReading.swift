import Billing
import CivilTime
import ContractService
import EventLog
import FoundationEssentials
import Postgres

/// Derives work about money from the rows of runs and of the bank, as known at an instant.
///
/// What a run left, and what was recorded since, tell what waits. Of lines of banks alone it is kept until when they wait: those that are settled are too many to
/// be read each time. All queries stop at one position of the log: parts of a list that are read one after the other agree. A list and its number share
/// their conditions.
struct MoneyWorkReading: Sendable {
    let filter: MoneyWorkFilter
    let knownAt: Instant
    /// The day on which work is judged.
    let asOf: Day
    /// The end of the log at the instant.
    let position: Int64
    /// The runs as known at the instant.
    let history: RunHistory
    let money: [String: MoneyParameters]
    /// The contracts that have the filter's employer on the day on which work is judged; empty without an employer.
    let theirs: [UUID]
    /// Whether lines need their amounts, where those cost a query.
    let needsAmounts: Bool

    /// - Parameters:
    ///   - asked: the instant of knowledge; `nil` for all that is known.
    ///   - now: by the clock of this process.
    ///   - money: the parameters of money of the schemes that have them, by name.
    ///   - theirs: the contracts that have the filter's employer.
    init(
        _ filter: MoneyWorkFilter, knownAt asked: Instant?, now: Instant, money: [String: MoneyParameters], theirs: [ContractID],
        needsAmounts: Bool, in session: Session
    ) throws {
        // Another machine's clock may be ahead, and a sandbox's stands still.
        let instant = try asked ?? max(now, EventLog.head(in: session).recordedAt.map { Instant(microseconds: $0) } ?? now)
        self.filter = filter
        knownAt = instant
        asOf = instant.parisDay
        position = try EventLog.position(recordedBy: instant.microseconds, in: session)
        history = try RunHistory.read(in: session).known(at: instant)
        self.money = money
        self.theirs = theirs.map(\.uuid)
        self.needsAmounts = needsAmounts
    }

    /// Some lines of a part, and where the next ones begin.
    struct Chunk: Sendable {
        /// The lines, each with its key in the part.
        var lines: [(key: String, line: MoneyWorkLine)] = []
        /// The key behind which the next lines begin; `nil` when none follow.
        var end: String?
    }

    /// The parts of the list that can have lines, in order.
    var parts: [MoneyWorkPart] {
        let schemes = Set(history.runs.map(\.run.scheme)).sorted()
        return MoneyWorkKind.allCases.filter { filter.kind == nil || filter.kind == $0 }.flatMap { kind -> [MoneyWorkPart] in
            switch kind {
            case .directDebitHeld, .creditToRefund, .statementUnpaid, .amountPrescribed:
                schemes.map { MoneyWorkPart(kind: kind, scheme: $0) }
            // No file and no line of a bank is an employer's.
            case .handOverDue: filter.employer != nil || schemes.isEmpty ? [] : [MoneyWorkPart(kind: kind, scheme: "")]
            case .bankLineUnmatched: filter.employer != nil ? [] : [MoneyWorkPart(kind: kind, scheme: "")]
            }
        }
    }

    /// Reads some lines of a part. There can be fewer than `limit` though others follow, and more where lines are looked at together.
    ///
    /// - Parameters:
    ///   - key: behind which line they begin; empty at the beginning.
    ///   - limit: about how many there are.
    func chunk(of part: MoneyWorkPart, after key: String, atMost limit: Int, in session: Session) throws -> Chunk {
        var chunk =
            switch part.kind {
            case .directDebitHeld: try held(of: part.scheme, after: key, atMost: limit, in: session)
            case .creditToRefund: try credits(of: part.scheme, after: key, atMost: limit, in: session)
            case .statementUnpaid: try unpaid(of: part.scheme, after: key, atMost: limit, in: session)
            case .amountPrescribed: try prescribed(of: part.scheme, after: key, atMost: limit, in: session)
            case .handOverDue: try filesToHandOver(after: key, atMost: limit, in: session)
            case .bankLineUnmatched: try bankLines(after: key, atMost: limit, in: session)
            }
        if let last = filter.dueThrough { chunk.lines.removeAll { $0.line.dueOn > last } }
        return chunk
    }

    /// How many lines a part has; `nil` where only the lines tell: these are few.
    func count(of part: MoneyWorkPart, in session: Session) throws -> MoneyWorkCount? {
        switch part.kind {
        case .directDebitHeld: try heldCount(of: part.scheme, in: session)
        case .statementUnpaid: try unpaidCount(of: part.scheme, in: session)
        case .amountPrescribed: try prescribedCount(of: part.scheme, in: session)
        case .bankLineUnmatched: try bankLineCount(in: session)
        case .creditToRefund, .handOverDue: nil
        }
    }

    /// The condition on contracts: those of the filter's employer, or all.
    ///
    /// Not by `= ANY`: in the generic plan of a prepared statement it compares each row with the contracts one by one, and an employer has many.
    func isTheirs(_ contract: SQL) -> SQL { filter.employer == nil ? "true" : "\(sql: contract) IN (SELECT unnest(\(theirs)))" }

    /// The runs of a scheme in force that have entries, in order.
    func entered(of scheme: String) -> [BillingRun] { history.book(of: scheme).inForce.filter { !$0.kind.isOpening } }

    /// Whether work that is due on a day is asked for.
    func asksFor(_ day: Day) -> Bool { filter.dueThrough.map { day <= $0 } ?? true }
}

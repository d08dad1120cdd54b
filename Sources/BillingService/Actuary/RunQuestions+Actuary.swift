import Billing
public import CivilTime
import ContractService
import Contracts
import EventLog
public import Portfolio
import Postgres

/// Figures for the actuary. Each reads all that was billed, or the whole log, with little memory: at most two at once, each statement within a limit.
extension RunQuestions {
    /// How many events are read at a time.
    private static let events = 2000
    /// About how many agents are summed at a time.
    private static let accounts: Int64 = 20_000
    /// The most time for a statement, in milliseconds: a sum over millions of postings takes some seconds.
    private static let statementLimit: SQL = "SET LOCAL statement_timeout = 120000"

    /// What complete runs called, by month of origin and month of call; without openings.
    ///
    /// - Throws: `scheme.unknown`; `ServiceError`.
    public func runOff(scheme: String?, knownAt instant: Instant?) async throws -> RunOff {
        try await figures {
            try require(scheme)
            let history = try await known(at: instant)
            var sums: [(origin: Month, called: Month, flows: Flows, lines: Int)] = []
            for recorded in history.runs where recorded.outcome != nil && (scheme.map { recorded.run.scheme == $0 } ?? true) {
                try Task.checkCancellation()
                // What an opening states was called by another system. Nobody knows when: its month would make all of it late.
                guard history.book(of: recorded.run.scheme).isEntered(recorded.run) else { continue }
                let cancelled = recorded.run.kind.cancels.flatMap { history[$0]?.run.month }
                guard let month = cancelled ?? recorded.run.month else { continue }
                sums += try await summing { try StoredRows.sumsByMonth(of: recorded.run.number, in: $0) }.map {
                    (origin: $0.month, called: month, flows: $0.flows, lines: $0.lines)
                }
            }
            return RunOff(knownAt: instant ?? clock.now(), sums)
        }
    }

    /// What is owed on accounts, by how long ago it was called. Agents are summed some thousand at a time, all as of one position.
    ///
    /// - Throws: `scheme.unknown`; `ServiceError`.
    public func arrears(scheme: String?, knownAt instant: Instant?) async throws -> Arrears {
        try await figures {
            try require(scheme)
            let now = instant ?? clock.now()
            // In one snapshot: a run that ends between two readings would have entries, and not be among the runs.
            let (all, position, ranges) = try await streams.withSession { session in
                try session.transaction(.readOnlySnapshot) { session in
                    (
                        try RunHistory.read(in: session), try StoredRows.ledgerPosition(in: session),
                        try ContractRange.all(ofAbout: Self.accounts, in: session)
                    )
                }
            }
            let history = instant.map { all.known(at: $0) } ?? all
            let runs = history.runs.filter { $0.outcome != nil && $0.cancelledBy == nil && $0.run.kind.cancels == nil }.map {
                StoredRows.AgedRun(source: $0.source, months: $0.run.asOf.wholeMonths(to: now.parisDay))
            }
            func sum(_ payer: Arrears.Payer, _ range: ContractRange) async throws -> [Arrears.Age] {
                try Task.checkCancellation()
                return try await summing {
                    try StoredRows.arrears(
                        of: payer, in: range, scheme: scheme, through: position, knownAt: instant ?? Instant(microseconds: .max / 2),
                        runs: runs, session: $0)
                }
            }
            var ages = try await sum(.employer, .all)
            for range in ranges { ages += try await sum(.agent, range) }
            return Arrears(knownAt: now, ages)
        }
    }

    /// How late facts were recorded, over the whole log, page by page.
    ///
    /// - Throws: `ServiceError`.
    public func factDelays(knownAt instant: Instant?) async throws -> FactDelays {
        try await figures {
            let end = try await streams.withSession { try EventLog.head(in: $0) }.position
            var delays = FactDelays(knownAt: instant ?? clock.now())
            var position: Int64 = 0
            while position < end {
                try Task.checkCancellation()
                let (before, last) = (delays, position)
                let page = try await streams.withSession { session in
                    var delays = before
                    let events = try EventLog.page(after: last, limit: Self.events, in: session)
                    for event in events where event.position <= end && !LogStream.holds(event.contract) {
                        let recordedAt = Instant(microseconds: event.recordedAt)
                        if let instant, recordedAt > instant { return (delays: delays, last: end) }
                        guard let day = try RecordedFact(event).fact.effectiveOn else { continue }
                        delays.take(event.type, delay: recordedAt.parisDay.number - day.number)
                    }
                    return (delays: delays, last: events.last?.position ?? end)
                }
                (delays, position) = (page.delays, page.last)
            }
            return delays
        }
    }

    /// Any of the figures, as a table.
    ///
    /// - Throws: `scheme.unknown`; `ServiceError`.
    public func table(_ question: ActuaryQuestion) async throws -> (knownAt: Instant, table: FigureTable) {
        switch question.figures {
        case .runOff:
            let runOff = try await runOff(scheme: question.scheme, knownAt: question.knownAt)
            return (runOff.knownAt, runOff.table)
        case .arrears:
            let arrears = try await arrears(scheme: question.scheme, knownAt: question.knownAt)
            return (arrears.knownAt, arrears.table)
        case .factDelays:
            let delays = try await factDelays(knownAt: question.knownAt)
            return (delays.knownAt, delays.table)
        }
    }

    private func require(_ scheme: String?) throws {
        if let scheme, schemes[scheme] == nil { throw ServiceError.refused(.schemeUnknown) }
    }

    /// Reads in a snapshot, each statement within its limit of time.
    private func summing<Value: Sendable>(_ read: @escaping @Sendable (Session) throws -> Value) async throws -> Value {
        try await streams.withSession { session in
            try session.transaction(.readOnlySnapshot) { session in
                try session.execute(Self.statementLimit)
                return try read(session)
            }
        }
    }

    /// Waits for no other figures: whoever comes third is told to come again.
    private func figures<Value>(_ find: () async throws -> Value) async throws -> Value {
        do {
            let place = try runningFigures.take()
            defer { withExtendedLifetime(place) {} }
            return try await find()
        } catch PortfolioError.overloaded(let seconds) {
            throw ServiceError.overloaded(retryAfterSeconds: seconds)
        } catch { throw ServiceError(error) ?? error }
    }
}

extension Day {
    /// The whole months from this day to a later one; 0 to an earlier one.
    fileprivate func wholeMonths(to day: Day) -> Int {
        let months = max(0, Month(of: day).index - Month(of: self).index)
        return adding(months: months) <= day ? months : max(0, months - 1)
    }
}

import Billing
import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import Portfolio
import Postgres

/// Reads contracts for a run, some at a time in their order.
struct PortionReading: Sendable {
    private let telling: ContractTelling
    private let run: BillingRun
    private let history: RunHistory
    private let sources: RunSources
    /// The complete runs of the scheme before this one.
    private let book: RunBook
    /// The instants at which parameters of the scheme become known.
    private let parameters: [Instant]
    /// The last run in force, if it was reckoned by the rules of this one: conservation held after it, and holds where nothing was learnt since.
    private let settledBy: BillingRun?

    /// - Parameters:
    ///   - history: all runs before this one.
    ///   - rules: the mark of what the run is reckoned by; `nil` if no run before is taken on trust.
    init(of run: BillingRun, after history: RunHistory, from sources: RunSources, by rules: String?) {
        self.run = run
        self.history = history
        self.sources = sources
        telling = ContractTelling(run: run, schemes: sources.schemes)
        book = history.book(of: run.scheme, before: run.number)
        parameters = sources.schemes.instants(of: run.scheme)
        settledBy = book.latest.flatMap { latest in rules != nil && history[latest.number]?.outcome?.rules == rules ? latest : nil }
    }

    /// Reads the next contracts.
    ///
    /// - Parameter first: the last contract before them; `nil` for the first ones.
    func read(after first: UUID?, in session: Session) throws -> PortionRows {
        let dues = try sources.dues(of: run, after: first, in: session)
        guard let last = dues.last?.id else { return PortionRows(contracts: [], known: [:], called: [], prescribed: [:], balances: [:]) }
        let schemes = try namedSchemes(of: dues.map(\.id), in: session)
        let known = try telling.histories(of: schemes.filter { $0.value.count > 1 }.map(\.key), in: session)
        let contracts = dues.map { due in
            let learnt = Learnt(recordedAt: due.recordedAt, parameters: parameters, after: book.latest?.knownAt, through: run.knownAt)
            return PortionRows.Member(
                due: due, learnt: learnt, isSettled: settledBy != nil && learnt == .nothing && known[due.id] == nil,
                isOurs: schemes[due.id, default: [run.scheme]].contains(run.scheme))
        }
        let unsettled = contracts.filter { !$0.isSettled }.map(\.due.id)
        return PortionRows(
            contracts: contracts, known: known,
            called: try StoredRows.called(
                book.runs.map { Int32($0.number) }, of: unsettled.count == contracts.count ? nil : unsettled, after: first, through: last,
                in: session),
            prescribed: try settledBy.map { try StoredRows.prescribed(of: $0.number, after: first, through: last, in: session) } ?? [:],
            balances: try StoredRows.agentBalances(of: run.scheme, through: run.position, after: first, through: last, in: session))
    }

    /// Reads what the rows do not tell.
    ///
    /// - Parameters:
    ///   - questions: the contracts whose months are explained by events.
    ///   - owing: the contracts whose agents owe something.
    ///   - known: contracts that were read before.
    func told(
        _ questions: [ContractTelling.Question], owing: [UUID], known: [UUID: Contract], in session: Session
    ) throws -> ToldPortion {
        ToldPortion(
            months: try telling.months(questions, known: known, in: session),
            debtors: try Debtors(of: owing, history: history, run: run, from: sources, session))
    }

    /// The schemes that the facts of contracts name, also those that no longer count; empty where one scheme is served.
    private func namedSchemes(of contracts: [UUID], in session: Session) throws -> [UUID: Set<String>] {
        if sources.schemes.names.count < 2 { return [:] }
        let types = [CommandName.affiliate, .exempt].compactMap(\.eventType)
        let events = try EventLog.events(of: contracts, ofTypes: types, in: session)
        return try Dictionary(grouping: events, by: \.contract).mapValues { Set(try $0.compactMap { try RecordedFact($0).fact.scheme }) }
    }
}

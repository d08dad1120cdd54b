import Billing
import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Portfolio
import Postgres
import Vault

/// Reckons a run, some contracts at a time in their order. It writes nothing, so that a dry run is the same.
///
/// What is due comes from the projections as known at the run's instant; to prove a run, from the log (`RunSources`). A contract's events are read only if its
/// month differs from the one before for a reason that the projections do not tell, or if its agent owes something.
struct RunReckoning {
    private let run: BillingRun
    private let history: RunHistory
    private let terms: MoneyTerms
    private let sources: RunSources
    /// The complete runs of the scheme before this one.
    private let book: RunBook
    private let rule: CallRule
    /// The instants at which parameters of the scheme become known.
    private let learnt: [Instant]

    private var figures = RunFigures()
    private var explanation = MonthExplanation()
    private var entries: RunEntries?
    private var presentation: DebitPresentation?
    /// The debits of the file that is being filled.
    private var filling: [DirectDebit] = []
    /// Some contracts that stand for the others; `nil` when nobody reads them.
    var examples: RunExamples?

    /// - Parameter history: all runs before this one.
    init(_ run: BillingRun, after history: RunHistory, from sources: RunSources) throws {
        guard let scheme = sources.schemes[run.scheme] else { throw ServiceError.refused(.schemeUnknown) }
        guard let money = sources.money[run.scheme] else { throw BillingRefusal(.runNoParameters) }
        self.run = run
        self.history = history
        self.sources = sources
        terms = money.terms(on: run.asOf, knownAt: run.knownAt)
        book = history.book(of: run.scheme, before: run.number)
        rule = CallRule(from: Month(of: scheme.effectiveFrom), for: run, lastCalled: book.lastCalled, prescription: terms.prescription)
        learnt = sources.schemes.instants(of: run.scheme)
        var withThis = book
        withThis.add(run)
        entries = RunEntries(of: run, in: withThis)
        presentation = DebitPresentation(of: run, terms)
    }

    /// Reckons the whole run.
    ///
    /// - Parameter give: takes the parts, in order. It may throw to end the reckoning.
    mutating func outcome(in session: Session, give: (RunPart) throws -> Void) throws -> RunOutcome {
        if let cancelled = run.kind.cancels {
            try takeBack(cancelled, in: session, give: give)
        } else {
            try callAll(in: session, give: give)
        }
        var last = RunPart()
        last.drafts = (entries?.employers ?? []) + (try withdrawals(in: session))
        last.drafts += filledFile()
        try give(last)
        let isRegular = if case .regular = run.kind { true } else { false }
        return RunOutcome(
            figures: figures, debited: presentation?.debited ?? DebitSum(), held: presentation?.held ?? DebitSum(),
            days: presentation?.days,
            explanation: isRegular ? explanation.items : nil)
    }

    // MARK: Runs that call

    /// A contract with what a run needs of it.
    private struct Open {
        let due: DueContract
        /// The balance of the agent's account after the run's entries.
        var balance: Money
        var isExplained: Bool
    }

    private mutating func callAll(in session: Session, give: (RunPart) throws -> Void) throws {
        let runs = book.runs.map { Int32($0.number) }
        var after: UUID?
        while true {
            let contracts = try sources.dues(knownAt: run.knownAt, after: after, in: session)
            guard let last = contracts.last?.id else { return }
            let schemes = try namedSchemes(of: contracts.map(\.id), in: session)
            // A row does not tell which of several schemes its months are of.
            let told = try histories(of: schemes.filter { $0.value.count > 1 }.map(\.key), in: session)
            var called = CalledLines(try StoredRows.called(runs, after: after, through: last, in: session))
            let balances = try StoredRows.agentBalances(of: run.scheme, through: run.position, after: after, through: last, in: session)
            var part = RunPart()
            var open: [Open] = []
            var credits: [(contract: UUID, balance: Money)] = []
            for due in contracts {
                let id = BilledContract(bits: due.id.bits)
                let isOurs = schemes[due.id, default: [run.scheme]].contains(run.scheme)
                let flows: FlowsByPayer? =
                    if let known = told[due.id] {
                        FlowsByPayer(due: known, of: run.scheme)
                    } else if isOurs {
                        FlowsByPayer(due: due.liabilities, employers: due.employers, schemes: Timeline(run.scheme), of: run.scheme)
                    } else {
                        .nothing
                    }
                guard let flows else { throw DamagedRow("the projected months of \(id) ask an employer that is not there") }
                let (lines, prescribed) = rule.lines(of: id, due: flows, called: called.sums(of: due.id)) {
                    Learnt(
                        recordedAt: due.recordedAt, parameters: learnt, after: book.latest?.knownAt, through: run.knownAt)
                }
                var balance = balances[due.id] ?? .zero
                for line in lines {
                    figures.take(line)
                    part.drafts += entries?.take(line) ?? []
                    if line.payer == .agent { balance += line.flows.agentToInsurer }
                }
                for amount in prescribed { figures.take(amount) }
                part.lines += lines
                part.prescribed += prescribed
                let isExplained = told[due.id] == nil ? !isOurs || explain(due) : false
                if balance < .zero, entries != nil { credits.append((due.id, balance)) }
                if balance > .zero || !isExplained { open.append(Open(due: due, balance: balance, isExplained: isExplained)) }
            }
            try settle(open, told, into: &part, in: session)
            part.credits = try left(credits, before: balances, in: session)
            examples?.take(part)
            try give(part)
            after = last
        }
    }

    /// Agents' accounts that the run leaves in credit, with the days on which they came into it.
    ///
    /// - Parameter balances: those of the accounts before the run.
    private func left(
        _ credits: [(contract: UUID, balance: Money)], before balances: [UUID: Money], in session: Session
    ) throws -> [LeftCredit] {
        let earlier = credits.map(\.contract).filter { balances[$0, default: .zero] < .zero }
        let days = try StoredRows.credits(of: earlier, scheme: run.scheme, through: run.position, in: session)
        return credits.map { contract, balance in
            LeftCredit(contract: BilledContract(bits: contract.bits), balance: balance, since: days[contract]?.since ?? run.asOf)
        }
    }

    /// Counts a contract in the explanation, if its row tells enough: it does when the same is due, or when the agent joined or left.
    private mutating func explain(_ due: DueContract) -> Bool {
        guard case .regular = run.kind, let month = run.month else { return true }
        let (before, after) = (MonthProfile(due.liabilities[month.previous]), MonthProfile(due.liabilities[month]))
        switch MonthCause(from: before, to: after) {
        case nil: return true
        case .joined, .left:
            count(BilledContract(bits: due.id.bits), from: before, to: after)
            return true
        case .standing, .employer, .option, .beneficiaries, .pay, .tariff: return false
        }
    }

    /// Counts a contract in the explanation, by its month before and its month.
    private mutating func count(_ contract: BilledContract, from before: MonthProfile, to after: MonthProfile) {
        guard let cause = explanation.take(from: before, to: after) else { return }
        examples?.take(contract, cause, after.due - before.due)
    }

    /// Explains and debits the contracts whose events it takes.
    ///
    /// - Parameter told: contracts that were read before.
    private mutating func settle(_ open: [Open], _ told: [UUID: Contract], into part: inout RunPart, in session: Session) throws {
        let told = try told.merging(histories(of: open.map(\.due.id).filter { told[$0] == nil }, in: session)) { known, _ in known }
        if case .regular = run.kind, let month = run.month {
            for contract in open where !contract.isExplained {
                guard let known = told[contract.due.id] else { continue }
                let (lines, employers, names) = (known.lines, known.situation.employer, known.schemeName)
                func profile(_ month: Month) -> MonthProfile {
                    MonthProfile(of: month, in: known, lines, employers: employers, schemes: names, of: run.scheme)
                }
                count(BilledContract(bits: contract.due.id.bits), from: profile(month.previous), to: profile(month))
            }
        }
        guard let days = presentation?.days else { return }
        let owing = open.filter { $0.balance > .zero }
        let people = try Debtors(of: owing.map(\.due.id), history: history, run: run, from: sources, session)
        part.damaged = people.damaged
        for debtor in owing {
            guard let contract = told[debtor.due.id] else { continue }
            let known = people.debtor(debtor.due.id, contract, collectedOn: days.collectionOn)
            switch presentation?.present(debtor.balance, of: known) {
            case .held(let held): part.held.append(held)
            case .debited(let debit):
                guard let name = known.name, let iban = known.iban else { continue }
                part.debits.append(people.presented(debit, name: name, iban: iban))
                if filling.last?.file != debit.file { part.drafts += filledFile() }
                filling.append(debit)
            case nil: break
            }
        }
    }

    /// The entry that presents the file that was filled; empty without one.
    private mutating func filledFile() -> [LedgerDraft] {
        guard let file = filling.last?.file else { return [] }
        defer { filling = [] }
        return [LedgerDraft.presented(filling, in: file, of: run.scheme, on: run.asOf)].compactMap(\.self)
    }

    /// The schemes that the facts of contracts name, also those that no longer count; empty where one scheme is served.
    private func namedSchemes(of contracts: [UUID], in session: Session) throws -> [UUID: Set<String>] {
        if sources.schemes.names.count < 2 { return [:] }
        let types = [CommandName.affiliate, .exempt].compactMap(\.eventType)
        let events = try EventLog.events(of: contracts, ofTypes: types, in: session)
        return try Dictionary(grouping: events, by: \.contract).mapValues { Set(try $0.compactMap { try RecordedFact($0).fact.scheme }) }
    }

    /// Contracts as known at the run.
    private func histories(of contracts: [UUID], in session: Session) throws -> [UUID: Contract] {
        if contracts.isEmpty { return [:] }
        return try EventLog.events(of: contracts, in: session).mapValues { events in
            let facts = try events.prefix { $0.recordedAt <= run.knownAt.microseconds }.map { try RecordedFact($0) }
            return try Contract(events: facts, knownAt: run.knownAt, schemes: sources.schemes)
        }
    }

    // MARK: Runs that cancel

    private mutating func takeBack(_ cancelled: Int, in session: Session, give: (RunPart) throws -> Void) throws {
        var after: UUID?
        while true {
            let lines = try StoredRows.lines(of: cancelled, after: after, atMost: sources.portion, in: session)
            guard let last = lines.last else { return }
            var part = RunPart()
            for line in lines.map(\.cancelled) {
                figures.take(line)
                part.lines.append(line)
                part.drafts += entries?.take(line) ?? []
            }
            try give(part)
            after = UUID(bits: last.contract.bits)
        }
    }

    /// The entries that take back the files of the run that this one cancels.
    private func withdrawals(in session: Session) throws -> [LedgerDraft] {
        guard let cancelled = run.kind.cancels else { return [] }
        // What was withdrawn before is owed again already. Nothing is told of these files while the run is open.
        let debits = try StoredRows.debits(of: cancelled, through: run.position, in: session).filter { $0.outcome == .presented }.map(
            \.debit)
        return debits.sortedByFile.compactMap {
            LedgerDraft.withdrawn($0.debits, in: $0.file, of: run.scheme, on: run.asOf)
        }
    }
}

extension MonthProfile {
    /// What a row tells of a month.
    fileprivate init(_ liability: Situation.Liability) {
        self.init(
            due: liability.due, standing: liability.standing, basis: nil, employer: nil, option: nil, beneficiaries: [], pay: nil)
    }
}

/// The lines of all runs before, contract by contract in their order.
private struct CalledLines {
    private var rest: ArraySlice<CallLine>

    init(_ lines: [CallLine]) { rest = lines[...] }

    /// The sums of a contract's lines. Contracts are asked for in order.
    mutating func sums(of contract: UUID) -> FlowsByPayer {
        let id = BilledContract(bits: contract.bits)
        rest = rest.drop { $0.contract < id }
        let own = rest.prefix { $0.contract == id }
        if own.isEmpty { return .nothing }
        rest = rest[own.endIndex...]
        return FlowsByPayer(of: own)
    }
}

extension [DirectDebit] {
    /// The debits file by file.
    fileprivate var sortedByFile: [(file: String, debits: [DirectDebit])] {
        Dictionary(grouping: self, by: \.file).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

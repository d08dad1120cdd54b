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
/// month differs from the one before for a reason that the projections do not tell; a few of them if its agent owes something.
struct RunReckoning {
    private let run: BillingRun
    private let history: RunHistory
    private let terms: MoneyTerms
    private let sources: RunSources
    /// The complete runs of the scheme before this one.
    private let book: RunBook
    private let rule: CallRule

    /// The mark of what the run is reckoned by, once its reckoning has begun; `nil` for a run that cancels, and for a proof.
    private var rules: String?
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
        var outcome = RunOutcome(
            figures: figures, debited: presentation?.debited ?? DebitSum(), held: presentation?.held ?? DebitSum(),
            days: presentation?.days,
            explanation: isRegular ? explanation.items : nil)
        outcome.rules = rules
        return outcome
    }

    // MARK: Runs that call

    /// Some contracts, reckoned from their rows.
    private struct Portion {
        var part = RunPart()
        /// What is asked of their events, where rows do not tell why a month differs; in the order of the contracts.
        var questions: [ContractTelling.Question] = []
        /// The agents who owe, with their balances after the run's entries; none for a run that presents no debits.
        var owing: [(contract: UUID, balance: Money)] = []
    }

    /// How many portions wait for what their contracts' events tell, while the next is reckoned.
    private static let portionsAhead = 2

    private mutating func callAll(in session: Session, give: (RunPart) throws -> Void) throws {
        // If another version of the projections is taken into use meanwhile, the run bears the mark of the former: the next run reads all lines.
        rules = try sources.rules(in: session)
        let reading = PortionReading(of: run, after: history, from: sources, by: rules)
        var waiting: [(Portion, WorkAhead<ToldPortion>)] = []
        func settleFirst(_ reckoning: inout RunReckoning) throws {
            let (portion, told) = waiting.removeFirst()
            try reckoning.settle(portion, try told.value(in: session), give: give)
        }
        // The next contracts are read while these are reckoned.
        var next = WorkAhead(on: sources.helpers) { try reading.read(after: nil, in: $0) }
        while true {
            let rows = try next.value(in: session)
            guard let last = rows.contracts.last?.due.id else { break }
            next = WorkAhead(on: sources.helpers) { try reading.read(after: last, in: $0) }
            let portion = try reckon(rows, in: session)
            let (questions, owing) = (portion.questions, portion.owing.map(\.contract))
            // Not all rows: their lines before are many, and several portions wait.
            let known = questions.isEmpty ? [:] : rows.known
            let told = WorkAhead(on: sources.helpers) { try reading.told(questions, owing: owing, known: known, in: $0) }
            waiting.append((portion, told))
            if waiting.count > Self.portionsAhead { try settleFirst(&self) }
        }
        while !waiting.isEmpty { try settleFirst(&self) }
    }

    /// The month that a regular run compares with the one before.
    private var comparedMonth: Month? {
        if case .regular = run.kind { run.month } else { nil }
    }

    /// Reckons contracts from their rows.
    private mutating func reckon(_ rows: PortionRows, in session: Session) throws -> Portion {
        var called = CalledLines(rows.called)
        var portion = Portion()
        var credits: [(contract: UUID, balance: Money)] = []
        for contract in rows.contracts {
            let due = contract.due
            let id = BilledContract(bits: due.id.bits)
            let reckoned: (lines: [CallLine], prescribed: [PrescribedAmount])?
            if contract.isSettled {
                reckoned = uncalled(of: contract).map {
                    rule.lines(of: id, dueUncalled: $0, prescribedBefore: rows.prescribed[due.id] ?? [])
                }
            } else {
                let flows: FlowsByPayer? =
                    if let known = rows.known[due.id] {
                        FlowsByPayer(due: known, of: run.scheme)
                    } else if contract.isOurs {
                        FlowsByPayer(due: due.liabilities, employers: due.employers, schemes: Timeline(run.scheme), of: run.scheme)
                    } else {
                        .nothing
                    }
                reckoned = flows.map { rule.lines(of: id, due: $0, called: called.sums(of: due.id)) { contract.learnt } }
            }
            guard let (lines, prescribed) = reckoned else {
                throw DamagedRow("the projected months of \(id) ask an employer that is not there")
            }
            var balance = rows.balances[due.id] ?? .zero
            for line in lines {
                figures.take(line)
                portion.part.drafts += entries?.take(line) ?? []
                if line.payer == .agent { balance += line.flows.agentToInsurer }
            }
            for amount in prescribed { figures.take(amount) }
            portion.part.lines += lines
            portion.part.prescribed += prescribed
            let isExplained = rows.known[due.id] == nil ? !contract.isOurs || explain(due) : false
            if balance < .zero, entries != nil { credits.append((due.id, balance)) }
            if balance > .zero, presentation != nil { portion.owing.append((due.id, balance)) }
            if !isExplained, let comparedMonth {
                portion.questions.append(ContractTelling.Question(contract: due.id, employers: due.employers, month: comparedMonth))
            }
        }
        portion.part.credits = try left(credits, before: rows.balances, in: session)
        return portion
    }

    /// What a contract asks for in the months that no run had called; `nil` when a month asks an employer that is not there.
    private func uncalled(of contract: PortionRows.Member) -> [PayerMonth]? {
        guard contract.isOurs, let months = rule.uncalled else { return [] }
        return FlowsByPayer.due(
            in: months, contract.due.liabilities, employers: contract.due.employers, schemes: Timeline(run.scheme), of: run.scheme)
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

    /// Counts a contract in the explanation, if its row tells enough: it does when the same is due, or when its standing differs.
    private mutating func explain(_ due: DueContract) -> Bool {
        guard let month = comparedMonth else { return true }
        let (before, after) = (MonthProfile(due.liabilities[month.previous]), MonthProfile(due.liabilities[month]))
        switch MonthCause(from: before, to: after) {
        case nil: return true
        // A row has no basis of cover: these are told by the standing.
        case .joined, .left, .standing:
            count(BilledContract(bits: due.id.bits), from: before, to: after)
            return true
        case .employer, .option, .beneficiaries, .pay, .tariff: return false
        }
    }

    /// Counts a contract in the explanation, by its month before and its month.
    private mutating func count(_ contract: BilledContract, from before: MonthProfile, to after: MonthProfile) {
        guard let cause = explanation.take(from: before, to: after) else { return }
        examples?.take(contract, cause, after.due - before.due)
    }

    /// Explains months and debits agents by what was told, and gives the part.
    private mutating func settle(
        _ portion: Portion, _ told: ToldPortion, give: (RunPart) throws -> Void
    ) throws {
        var part = portion.part
        for question in portion.questions {
            guard let months = told.months[question.contract] else { continue }
            count(BilledContract(bits: question.contract.bits), from: months.before, to: months.after)
        }
        debit(portion.owing, told.debtors, into: &part)
        examples?.take(part)
        try give(part)
    }

    /// Debits the agents who owe, or holds them.
    private mutating func debit(_ owing: [(contract: UUID, balance: Money)], _ people: Debtors, into part: inout RunPart) {
        guard let days = presentation?.days else { return }
        part.damaged = people.damaged
        for (contract, balance) in owing {
            let known = people.debtor(contract, collectedOn: days.collectionOn)
            switch presentation?.present(balance, of: known) {
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

extension [DirectDebit] {
    /// The debits file by file.
    fileprivate var sortedByFile: [(file: String, debits: [DirectDebit])] {
        Dictionary(grouping: self, by: \.file).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

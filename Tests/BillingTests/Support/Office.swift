import Billing
import CivilTime
import ContractTesting
import Contracts
import Testing

/// An office in memory: contracts are told facts, runs are made, the bank speaks. It keeps what a database would, and decides nothing itself.
struct Office {
    let scheme: Scheme
    let schemes: Schemes
    let money: MoneyParameters
    /// The present instant. Each record moves it on by a microsecond, so that no later fact bears the instant of a run.
    var now = instant("2026-04-01T00:00:00Z")

    private(set) var events: [BilledContract: [RecordedFact]] = [:]
    private(set) var book = RunBook()
    private(set) var outcomes: [Int: Outcome] = [:]
    /// The lines of all runs, in order.
    private(set) var lines: [CallLine] = []
    private(set) var called: [BilledContract: FlowsByPayer] = [:]
    /// How many lines, and how many amounts prescribed before, there were of contracts of which nothing was learnt.
    private(set) var settled: [(lines: Int, prescribed: Int)] = []
    private(set) var ledger = LedgerBook()
    private(set) var entries: [LedgerEntry] = []
    private(set) var balances = AccountBalances()
    private(set) var debits: [KnownDebit] = []
    private(set) var files: [String: DirectDebitFile] = [:]
    private(set) var resumedAt: [BilledContract: Int64] = [:]
    private var references: Set<[String]> = []
    /// Whom the vault has no name of.
    var nameless: Set<BilledContract> = []
    /// The account of each mandate, where it is another than the usual one.
    var ibans: [String: String] = [:]

    struct KnownDebit {
        let debit: DirectDebit
        let run: Int
        let iban: String
        var outcome: PastDebit.Outcome
    }

    /// What a run came to.
    struct Outcome {
        let run: BillingRun
        var lines: [CallLine] = []
        var prescribed: [PrescribedAmount] = []
        var figures = RunFigures()
        var debits: [DirectDebit] = []
        var held: [HeldDebit] = []
        var presentation: DebitPresentation?
        var explanation = MonthExplanation()
        var balancesBefore = AccountBalances()
    }

    init(scheme: Scheme? = nil, money: MoneyParameters? = nil) throws {
        self.scheme = try scheme ?? MoneyExample.scheme()
        schemes = Schemes([self.scheme])
        self.money = try money ?? MoneyExample.parameters()
    }

    private mutating func tick() { now = now.adding(microseconds: 1) }

    func contract(_ id: BilledContract) throws -> Contract {
        try Contract(events: events[id] ?? [], knownAt: now, schemes: schemes)
    }

    /// Tells a contract a fact.
    mutating func tell(_ fact: Fact, to id: BilledContract = .a) throws {
        for new in try contract(id).decide([fact]) {
            events[id, default: []].append(RecordedFact(version: (events[id]?.count ?? 0) + 1, recordedAt: now, fact: new))
        }
        tick()
    }

    /// Takes over recorded facts.
    mutating func retell(_ events: [BilledContract: [RecordedFact]]) { self.events = events }

    /// Makes a run.
    @discardableResult mutating func run(_ request: RunRequest) throws -> Outcome {
        let asOf = now.parisDay
        let terms = money.terms(on: asOf, knownAt: now)
        let first = Month(of: scheme.effectiveFrom)
        let (kind, month) = try book.decide(
            request, asOf: asOf, from: first, leadDays: terms.runLeadDays,
            isHandedOver: { number in
                debits.contains { $0.run == number && ($0.outcome.isReturned || files[$0.debit.file]?.state == .handedOver) }
            })
        let run = BillingRun(
            scheme: scheme.name, number: book.runs.count + 1, kind: kind, month: month, knownAt: now, position: now.microseconds)
        var outcome = Outcome(run: run)
        outcome.balancesBefore = balances
        if let cancelled = kind.cancels {
            outcome.lines = outcomes[cancelled]?.lines.map(\.cancelled) ?? []
        } else {
            let rule = CallRule(from: first, for: run, lastCalled: book.lastCalled, prescription: terms.prescription)
            for id in events.keys.sorted() {
                let contract = try contract(id)
                let learnt = Learnt(
                    recordedAt: contract.events.map(\.recordedAt), parameters: schemes.instants(of: scheme.name),
                    after: book.latest?.knownAt, through: now)
                let (lines, prescribed) = rule.lines(
                    of: id, due: FlowsByPayer(due: contract, of: scheme.name), called: called[id] ?? .nothing, learnt: { learnt })
                if learnt == .nothing { try checkSettled(id, contract, rule, lines, prescribed) }
                outcome.lines += lines
                outcome.prescribed += prescribed
                if case .regular = kind, let month {
                    let (drawn, employers, names) = (contract.lines, contract.situation.employer, contract.schemeName)
                    func profile(_ month: Month) -> MonthProfile {
                        MonthProfile(of: month, in: contract, drawn, employers: employers, schemes: names, of: scheme.name)
                    }
                    outcome.explanation.take(from: profile(month.previous), to: profile(month))
                }
            }
        }
        book.add(run)
        ledger.closedThrough[scheme.name] = book.closedThrough
        for line in outcome.lines {
            outcome.figures.take(line)
            called[line.contract] = (called[line.contract] ?? .nothing) + FlowsByPayer(of: [line])
        }
        for amount in outcome.prescribed { outcome.figures.take(amount) }
        lines += outcome.lines
        if var made = RunEntries(of: run, in: book) {
            for line in outcome.lines { made.take(line).forEach { enter($0) } }
            made.employers.forEach { enter($0) }
        }
        if let cancelled = kind.cancels {
            for file in Set(debits.filter { $0.run == cancelled }.map(\.debit.file)).sorted() where files[file]?.state == .presented {
                try withdraw(file)
            }
        }
        if var presentation = DebitPresentation(of: run, terms) {
            for id in events.keys.sorted() {
                switch presentation.present(balances[.agent(id)], of: try debtor(id, on: presentation.days.collectionOn)) {
                case .debited(let debit): outcome.debits.append(debit)
                case .held(let held): outcome.held.append(held)
                case nil: break
                }
            }
            for debit in outcome.debits {
                debits.append(
                    KnownDebit(debit: debit, run: run.number, iban: iban(debit.mandate.reference), outcome: .presented))
            }
            for file in Set(outcome.debits.map(\.file)).sorted() {
                files[file] = DirectDebitFile(id: file, collectionOn: presentation.days.collectionOn)
                LedgerDraft.presented(outcome.debits.filter { $0.file == file }, in: file, of: scheme.name, on: asOf).map { enter($0) }
            }
            outcome.presentation = presentation
        }
        outcomes[run.number] = outcome
        tick()
        return outcome
    }

    /// Checks that conservation tells the same of a contract of which nothing was learnt.
    private mutating func checkSettled(
        _ id: BilledContract, _ contract: Contract, _ rule: CallRule, _ lines: [CallLine], _ prescribed: [PrescribedAmount]
    ) throws {
        guard let latest = book.latest, let before = outcomes[latest.number]?.prescribed.filter({ $0.contract == id }) else { return }
        let situation = contract.situation
        let due = try rule.uncalled.map { months in
            try #require(
                FlowsByPayer.due(
                    in: months, situation.liabilities, employers: situation.employer, schemes: contract.schemeName, of: scheme.name))
        }
        let settled = rule.lines(of: id, dueUncalled: due ?? [], prescribedBefore: before)
        #expect(settled == (lines, prescribed))
        self.settled.append((lines: lines.count, prescribed: before.count))
    }

    private func iban(_ reference: String) -> String { ibans[reference] ?? MoneyExample.iban }

    private func debtor(_ id: BilledContract, on day: Day) throws -> Debtor {
        let contract = try contract(id)
        let own = debits.filter { $0.debit.contract == id }
        // Facts of other kinds may be left out.
        let facts = DebitFacts(contract.events.filter { $0.fact.kind.map { DebitFacts.kinds.contains($0) } ?? false })
        #expect(
            facts.mandate(on: day) == contract.debitFacts.mandate(on: day) && facts.endsByDeath == contract.debitFacts.endsByDeath)
        let reference = contract.debitFacts.mandate(on: day)?.reference
        return Debtor(
            id, contract.debitFacts, collectedOn: day,
            debits: own.map {
                PastDebit(
                    mandateReference: $0.debit.mandate.reference, registration: $0.debit.mandate.event,
                    collectionOn: $0.debit.days.collectionOn, outcome: $0.outcome)
            }, resumedAt: resumedAt[id], position: { contract.events[$0 - 1].recordedAt.microseconds },
            name: nameless.contains(id) ? nil : "Camille Durand", iban: reference.map(iban),
            lastIBAN: own.last { $0.debit.mandate.reference == reference && $0.outcome != .withdrawn }?.iban)
    }

    private mutating func enter(_ draft: LedgerDraft) {
        let entry = ledger.enter(draft, recordedAt: now)
        entries.append(entry)
        balances.take(entry)
    }

    /// The statement of a run for an employer; nil when it has none.
    func statement(_ run: Int, _ employer: String) -> EmployerStatement? {
        guard let outcome = outcomes[run], book.isEntered(outcome.run) else { return nil }
        let own = outcome.lines.filter { $0.payer.employer == employer }
        return own.isEmpty
            ? nil
            : EmployerStatement(
                of: outcome.run, for: employer, lines: own, balanceBefore: outcome.balancesBefore[.employer(employer)],
                dueDays: money.terms(on: outcome.run.asOf, knownAt: outcome.run.knownAt).statementDueDays)
    }

    /// Records that a debit came back.
    mutating func comeBack(_ endToEndId: String, _ kind: DebitReturn.Kind = .return, reason: String = "AM04", on: String) throws {
        let place = debits.firstIndex { $0.debit.endToEndId == endToEndId }
        try DebitReturn.check(place.map { debits[$0].outcome })
        let place2 = try #require(place)
        try files[debits[place2].debit.file]?.confirm()
        debits[place2].outcome = .returned(reason: reason, position: now.microseconds)
        LedgerDraft.returned(debits[place2].debit, DebitReturn(kind: kind, reason: reason, on: day(on)), of: scheme.name).map { enter($0) }
        tick()
    }

    /// Resumes an agent's debits.
    mutating func resume(_ id: BilledContract = .a) {
        resumedAt[id] = now.microseconds
        tick()
    }

    /// Hands a file over.
    mutating func handOver(_ file: String, on: String) throws {
        guard files[file] != nil else { throw BillingRefusal(.fileUnknown) }
        try files[file]?.handOver(on: day(on))
    }

    /// Withdraws a file.
    mutating func withdraw(_ file: String) throws {
        guard files[file] != nil else { throw BillingRefusal(.fileUnknown) }
        try files[file]?.withdraw()
        let own = debits.indices.filter { debits[$0].debit.file == file && debits[$0].outcome == .presented }
        LedgerDraft.withdrawn(own.map { debits[$0].debit }, in: file, of: scheme.name, on: now.parisDay).map { enter($0) }
        for place in own { debits[place].outcome = .withdrawn }
    }

    /// Records a payment, a refund or a write-off.
    mutating func record(
        _ kind: BankFact.Kind, _ payer: BankFact.Payer, _ cents: Int, on: String, reference: String
    ) throws {
        let fact = try #require(
            BankFact(kind, of: scheme.name, payer: payer, amount: Money(cents: cents), on: day(on), reference: reference))
        let balance: Money =
            switch payer {
            case .holder(let holder): balances[holder]
            case .file(let file): debits.filter { $0.debit.file == file }.reduce(.zero) { $0 + $1.debit.amount }
            }
        let key = [kind.rawValue, "\(payer)", reference]
        try fact.check(balance: balance, isRecorded: references.contains(key))
        if case .file(let file) = payer {
            let isWithdrawn = files[file]?.state == .withdrawn
            files[file]?.collect()
            let own = isWithdrawn ? debits.indices.filter { debits[$0].debit.file == file } : []
            LedgerDraft.presented(own.map { debits[$0].debit }, in: file, of: scheme.name, on: day(on)).map { enter($0) }
            for place in own { debits[place].outcome = .presented }
        }
        references.insert(key)
        LedgerDraft.bankFact(fact).map { enter($0) }
        tick()
    }

    /// The movements of an account.
    func movements(_ holder: AccountHolder) -> [AccountMovement] {
        entries.flatMap { entry in
            entry.postings.filter { $0.account == .receivable(holder) }.map {
                AccountMovement($0.amount, from: entry.draft.source, on: entry.on)
            }
        }
    }
}

extension PastDebit.Outcome {
    var isReturned: Bool { if case .returned = self { true } else { false } }
}

extension BilledContract {
    static let a = BilledContract(bits: 0xA)
    static let b = BilledContract(bits: 0xB)
}

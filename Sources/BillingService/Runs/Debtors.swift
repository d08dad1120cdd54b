import Billing
import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import Vault

/// What is known of some agents who owe: what decides their debits, their names and accounts, and their earlier debits.
struct Debtors: Sendable {
    private struct Earlier {
        let debit: PastDebit
        let endToEndId: String
    }

    /// The name and the account of a debit, as the vault has them.
    private struct Kept: Hashable {
        let name: String?
        let iban: String?
    }

    /// A registration of a mandate.
    private struct Registration: Hashable {
        let contract: UUID
        /// The version of its event.
        let event: Int
    }

    /// A registration as the log has it.
    private struct Registered {
        let event: Int
        let reference: String
        let position: Int64
    }

    private var earlier: [UUID: [Earlier]] = [:]
    private var facts: [UUID: DebitFacts] = [:]
    private var registrations: [UUID: [Registered]] = [:]
    private var resumptions: [UUID: Int64] = [:]
    private var names: [UUID: String] = [:]
    private var ibans: [Registration: String] = [:]
    private var kept: [KeptDebit: Kept] = [:]
    /// The contracts of people of whom a record does not open.
    private(set) var damaged: Set<UUID> = []

    /// What the rows of a run that is proved tell of the vault as it was then; `nil` for a run that is made.
    private var proved: ProvedDebtors?

    /// - Parameters:
    ///   - history: all runs before `run`.
    ///   - session: of a run that is made, not in a transaction: events and vault are read in one of their own, as of one moment.
    init(of contracts: [UUID], history: RunHistory, run: BillingRun, from sources: RunSources, _ session: Session) throws {
        if contracts.isEmpty { return }
        // A mandate is one creditor's: what became of its debits under another scheme of the creditor counts as well.
        let schemes = Set(CreditorSchemes(sources.money).sharing(with: [run.scheme]))
        let runs = history.runs.filter { schemes.contains($0.run.scheme) && $0.outcome != nil && $0.run.number < run.number }
        switch sources.kind {
        case .making(_, let vault):
            try session.transaction(.repeatableRead) { session in
                try readEvents(contracts, runs: runs, as: run, in: session)
                try read(contracts, run: run, vault: vault, in: session)
            }
        case .proving:
            try readEvents(contracts, runs: runs, as: run, in: session)
            proved = try ProvedDebtors(of: contracts, run: run.number, in: session)
        }
    }

    /// Reads what the log tells, and the earlier debits.
    private mutating func readEvents(
        _ contracts: [UUID], runs: [RecordedRun], as run: BillingRun, in session: Session
    ) throws {
        let cancelled = Set(runs.compactMap(\.run.kind.cancels))
        let numbers = runs.map { Int32($0.run.number) }
        earlier = try StoredRows.debits(of: contracts, runs: numbers, through: run.position, in: session).mapValues { debits in
            debits.map { stored in
                let debit = stored.debit
                return Earlier(
                    debit: PastDebit(
                        mandateReference: debit.mandate.reference, registration: debit.mandate.event,
                        collectionOn: debit.days.collectionOn, outcome: stored.outcome(isCancelled: cancelled.contains(stored.run))),
                    endToEndId: debit.endToEndId)
            }
        }
        resumptions = try StoredRows.resumptions(of: contracts, through: run.position, in: session)
        let events = try EventLog.events(of: contracts, ofTypes: Self.types, in: session)
        for (contract, events) in Dictionary(grouping: events, by: \.contract) {
            let told = try events.map { try RecordedFact($0) }
            facts[contract] = DebitFacts(told.prefix { $0.recordedAt <= run.knownAt })
            registrations[contract] = zip(events, told).compactMap { event, told in
                guard case .mandateRegistration(let fact) = told.fact else { return nil }
                return Registered(event: event.version, reference: fact.mandateReference, position: event.position)
            }
        }
    }

    /// The types of the events that are read.
    private static let types = DebitFacts.kinds.compactMap(\.command.eventType)

    private mutating func read(_ contracts: [UUID], run: BillingRun, vault: Vault, in session: Session) throws {
        let owners = contracts.map { Vault.Owner(contract: $0, person: .holder) }
        for record in opened(try vault.identities(of: owners, in: session)) {
            guard let content = json(of: record) else { continue }
            guard let family = content["familyName"]?.string else { continue }
            names[record.contract] = [content["givenNames"]?.string, family].compactMap(\.self).joined(separator: " ")
        }
        let last = earlier.values.flatMap { debits in
            Dictionary(debits.filter { $0.debit.outcome != .withdrawn }.map { ($0.debit.mandateReference, $0.endToEndId) }) { $1 }.values
        }
        for record in opened(try vault.directDebits(of: owners, named: last, orBeginningWith: run.name + "D", in: session)) {
            guard let place = KeptDebit(record), let content = json(of: record) else { continue }
            kept[place] = Kept(name: content["name"]?.string, iban: content["iban"]?.string)
        }
        pair(with: opened(try vault.bankDetails(of: owners, in: session)))
    }

    /// The records that open. Who has another one is held, so that one damaged record does not keep the run from everybody.
    private mutating func opened(_ found: OpenedRecords) -> [Record] {
        damaged.formUnion(found.damaged.map(\.contract))
        return found.records
    }

    private mutating func json(of record: Record) -> JSON? {
        let content = try? JSON(parsing: record.content)
        if content == nil { damaged.insert(record.contract) }
        return content
    }

    /// Finds the account of each registration. A reference can be registered again, with another account, and that registration can be annulled.
    ///
    /// The events and the records of a reference are in the same order, as each event has a record. Where records are missing, as of the time before earlier
    /// ones were kept, an account is used only if all records agree.
    private mutating func pair(with records: [Record]) {
        struct Mandate: Hashable {
            let contract: UUID
            let reference: String
        }
        var accounts: [Mandate: [String?]] = [:]
        for record in records {
            guard case .bankDetails(let reference) = record.kind else { continue }
            accounts[Mandate(contract: record.contract, reference: reference), default: []].append(json(of: record)?["iban"]?.string)
        }
        var events: [Mandate: [Int]] = [:]
        for (contract, registrations) in registrations {
            for registered in registrations {
                events[Mandate(contract: contract, reference: registered.reference), default: []].append(registered.event)
            }
        }
        for (mandate, versions) in events {
            let told = accounts[mandate] ?? []
            for (place, version) in versions.enumerated() {
                let account = told.count == versions.count ? told[place] : Set(told).count == 1 ? told[0] : nil
                if let account { ibans[Registration(contract: mandate.contract, event: version)] = account }
            }
        }
    }

    /// The agent of a contract.
    func debtor(_ id: UUID, collectedOn day: Day) -> Debtor {
        let facts = facts[id] ?? DebitFacts([])
        let mandate = facts.mandate(on: day)
        let debits = earlier[id] ?? []
        let last = debits.last { $0.debit.mandateReference == mandate?.reference && $0.debit.outcome != .withdrawn }
        func debtor(name: String?, iban: String?, lastIBAN: String?) -> Debtor {
            Debtor(
                BilledContract(bits: id.bits), facts, collectedOn: day, debits: debits.map(\.debit), resumedAt: resumptions[id],
                position: { version in registrations[id]?.first { $0.event == version }?.position ?? 0 }, name: name, iban: iban,
                lastIBAN: lastIBAN)
        }
        if let proved {
            return debtor(
                name: proved.account(of: id), iban: proved.account(of: id), lastIBAN: last.map { _ in proved.lastAccount(of: id) })
        }
        return debtor(
            name: damaged.contains(id) ? nil : names[id], iban: mandate.flatMap { ibans[Registration(contract: id, event: $0.event)] },
            lastIBAN: last.flatMap { kept[KeptDebit(contract: id, endToEndId: $0.endToEndId)]?.iban })
    }

    /// A debit with what the vault keeps of it.
    func presented(_ debit: DirectDebit, name: String, iban: String) -> PresentedDebit {
        let place = KeptDebit(contract: UUID(bits: debit.contract.bits), endToEndId: debit.endToEndId)
        return PresentedDebit(debit: debit, name: name, iban: iban, isKept: kept[place] == Kept(name: name, iban: iban))
    }
}

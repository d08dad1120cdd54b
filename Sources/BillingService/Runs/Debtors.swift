import Billing
import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import JSON
import Postgres
import Vault

/// What is known of some agents who owe: their names and accounts, and their earlier debits.
struct Debtors {
    private struct Earlier {
        let debit: PastDebit
        let endToEndId: String
    }

    private let earlier: [UUID: [Earlier]]
    private let positions: [UUID: [Int64]]
    private var names: [UUID: String] = [:]
    private var ibans: [UUID: [String: String]] = [:]
    private var presented: [String: String] = [:]

    /// - Parameter history: all runs before `run`.
    init(of contracts: [UUID], history: RunHistory, run: BillingRun, vault: Vault, in session: Session) throws {
        if contracts.isEmpty {
            (earlier, positions) = ([:], [:])
            return
        }
        let runs = history.book(of: run.scheme, before: run.number)
        earlier = try StoredRows.debits(of: contracts, runs: runs.runs.map { Int32($0.number) }, in: session).mapValues { debits in
            debits.map { stored in
                let debit = stored.debit
                return Earlier(
                    debit: PastDebit(
                        mandateReference: debit.mandate.reference, registration: debit.mandate.event, collectionOn: debit.days.collectionOn,
                        outcome: runs.cancelledBy(stored.run) == nil ? .presented : .withdrawn), endToEndId: debit.endToEndId)
            }
        }
        positions = try EventLog.positions(of: contracts, in: session)
        let owners = contracts.map { Vault.Owner(contract: $0, person: .holder) }
        for record in try vault.records(of: owners, in: session) {
            guard let content = try? JSON(parsing: record.content) else {
                throw VaultError.damaged(contract: record.contract, person: record.person)
            }
            switch record.kind {
            case .identity:
                if let family = content["familyName"]?.string {
                    names[record.contract] = [content["givenNames"]?.string, family].compactMap(\.self).joined(separator: " ")
                }
            case .bankDetails(let reference): ibans[record.contract, default: [:]][reference] = content["iban"]?.string
            case .directDebit(let endToEndId): presented[endToEndId] = content["iban"]?.string
            }
        }
    }

    /// The agent of a contract.
    func debtor(_ id: UUID, _ contract: Contract, collectedOn day: Day) -> Debtor {
        let reference = contract.mandate(on: day)?.reference
        let debits = earlier[id] ?? []
        let last = debits.last { $0.debit.mandateReference == reference && $0.debit.outcome != .withdrawn }
        return Debtor(
            BilledContract(bits: id.bits), contract, collectedOn: day, debits: debits.map(\.debit), resumedAt: nil,
            position: { positions[id]?[$0 - 1] ?? 0 }, name: names[id], iban: reference.flatMap { ibans[id]?[$0] },
            lastIBAN: last.flatMap { presented[$0.endToEndId] })
    }
}

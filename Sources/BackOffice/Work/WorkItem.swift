import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// A line of the worklist with its contract.
struct WorkItem: Sendable {
    let row: WorkRow
    /// The contract as known now; nil when it no longer exists.
    let contract: Contract?

    /// The target of the button: the form that settles the work, with known fields filled in. If the clerk must choose, the menu of
    /// commands.
    ///
    /// - Parameter next: the sealed position in the worklist, for *Dossier suivant*.
    func act(_ kind: WorkKind, next: String) -> PageAddress {
        let path = ["contracts", row.contract.description, "act"] + [kind.command?.rawValue].compactMap(\.self)
        let work = contract?.work(kind, of: row.beneficiary, dueOn: row.dueOn, in: .french) { _ in .missing }
        return PageAddress(path).setting("month", to: work?.month?.description).setting("beneficiary", to: row.beneficiary?.description)
            .setting("next", to: next)
    }
}

extension BackOffice {
    /// Lines with their contracts, in the same order.
    func items(_ rows: [WorkRow], knownAt: KnownAt = .now) async throws -> [WorkItem] {
        let contracts = try await contracts(rows.map(\.contract), knownAt: knownAt)
        return rows.map { WorkItem(row: $0, contract: contracts[$0.contract]) }
    }

    /// Contracts by their identifiers, without those that the log has not.
    func contracts(_ contracts: [ContractID], knownAt: KnownAt) async throws -> [ContractID: Contract] {
        try await withThrowingTaskGroup(of: KnownContract?.self) { group in
            for contract in Set(contracts) { group.addTask { try await contractIfThere(contract, knownAt: knownAt) } }
            return try await group.reduce(into: [:]) { contracts, found in
                if let found { contracts[found.id] = found.known }
            }
        }
    }

    /// A contract of the worklist; nil when the log has none. The projections may lag, or a sandbox may have been emptied.
    private func contractIfThere(_ contract: ContractID, knownAt: KnownAt) async throws -> KnownContract? {
        do { return try await service.contract(contract, knownAt: knownAt) } catch ServiceError.refused { return nil }
    }
}

import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// A line of the worklist with the contract that it is about.
struct WorkItem: Sendable {
    let row: WorkRow
    /// The contract as known now; nil for one that nobody knows any more.
    let contract: Contract?

    /// Where the button leads: to the command that settles it, its fields filled in; where the clerk has to choose, to the list of commands.
    ///
    /// - Parameter next: the sealed place in the worklist, for *Dossier suivant*.
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
        try await withThrowingTaskGroup(of: (Int, Contract?).self) { group in
            for (place, row) in rows.enumerated() {
                group.addTask {
                    // The projections may be a moment behind, or a sandbox was emptied meanwhile.
                    do { return (place, try await service.contract(row.contract, knownAt: knownAt).known) } catch ServiceError.refused {
                        return (place, nil)
                    }
                }
            }
            var items = rows.map { WorkItem(row: $0, contract: nil) }
            for try await (place, contract) in group { items[place] = WorkItem(row: rows[place], contract: contract) }
            return items
        }
    }
}

import ContractService
import Contracts
import Picture

/// A page of the list of facts, newest first.
struct FactList: Sendable {
    /// The versions of the page, from the highest.
    let versions: [Int]
    /// The changes by the facts of the page when they were recorded, by the version of the last fact of each step.
    let told: [Int: FactChanges]
    /// The highest version of the page of older facts; nil when there are none.
    let older: Int?
    /// The highest version of the page of newer facts; nil on the first page.
    let newer: Int?

    init(of contract: Contract, through last: Int?, in history: ContractHistory) {
        let size = ContractReading.factsPerPage
        let top = min(max(last ?? contract.version, 1), contract.version)
        let bottom = max(top - size + 1, 1)
        versions = (bottom...top).reversed()
        // A correction that is partly on the page is included whole.
        told = Dictionary(history.changes(toldBy: bottom...top).map { (min($0.facts.last?.version ?? top, top), $0) }) { $1 }
        older = bottom > 1 ? bottom - 1 : nil
        newer = top < contract.version ? min(top + size, contract.version) : nil
    }
}

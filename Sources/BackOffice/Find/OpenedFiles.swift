import Access
import CivilTime
import ContractService
import Contracts
import HTML
import Portfolio
import Words

/// The files that a caller opened, from the access log.
enum OpenedFiles {
    /// The contracts opened last, the latest first.
    ///
    /// - Parameter readings: the latest first. A request that read people of several contracts showed a list, and opened none.
    static func latest(of readings: [Reading], atMost limit: Int) -> [ContractID] {
        var contracts: [ContractID] = []
        for visit in Dictionary(grouping: readings.enumerated(), by: { $0.element.trace ?? "reading \($0.offset)" }).values
            .sorted(by: { $0[0].offset < $1[0].offset })
        {
            let named = Set(visit.compactMap(\.element.contract))
            guard named.count == 1, let contract = named.first.map({ ContractID($0) }), !contracts.contains(contract) else { continue }
            contracts.append(contract)
            if contracts.count == limit { break }
        }
        return contracts
    }
}

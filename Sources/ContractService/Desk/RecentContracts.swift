import FoundationEssentials
import Synchronization

/// Contracts that were decided on lately, folded, so that a stream of commands neither reads nor folds again what it has just written.
///
/// What is here may be out of date: a decision made on it holds only with the log's verdict, and a contract is given back only with one.
/// It keeps a bounded number of facts.
final class RecentContracts: Sendable {
    private let kept: Mutex<Generations<ContractFile>>

    /// Keeps at most so many facts; a contract without any counts as well.
    init(facts limit: Int) { kept = Mutex(Generations(limit: limit) { $0.version + 1 }) }

    /// Hands over what is kept of these contracts. It is kept no more: whoever has decided on it gives it back.
    ///
    /// - Returns: what was kept, and the contracts of which nothing was.
    func take(_ contracts: some Sequence<UUID>) -> (files: [UUID: ContractFile], unknown: Set<UUID>) {
        kept.withLock { kept in
            var files: [UUID: ContractFile] = [:]
            var unknown: Set<UUID> = []
            for contract in contracts where files[contract] == nil {
                if let file = kept.take(contract) { files[contract] = file } else { unknown.insert(contract) }
            }
            return (files, unknown)
        }
    }

    /// Keeps contracts, as far as they may be kept; of one that came back meanwhile, that of the higher version.
    func keep(_ files: some Sequence<ContractFile>) {
        let forgotten = kept.withLock { kept in
            var forgotten: [Forgotten<ContractFile>] = []
            for file in files where file.mayBeKept {
                let other = kept.take(file.id)
                let newest = other.map { $0.version > file.version ? $0 : file } ?? file
                if let some = kept.keep(newest, of: file.id) { forgotten.append(some) }
            }
            return forgotten
        }
        for some in forgotten { some.takeApart() }
    }

    /// Keeps nothing any more.
    func forgetAll() { kept.withLock { $0.removeAll() } }

    /// Those of the contracts of which nothing is kept.
    func unknown(of contracts: Set<UUID>) -> Set<UUID> {
        kept.withLock { kept in contracts.filter { !kept.has($0) } }
    }

    /// Parts items into portions that are decided together: so few commands on large contracts in each that nobody waits long behind them. A contract
    /// that is not remembered counts as a small one.
    func portions<Item: Sendable>(of items: [Item], about contract: @Sendable (Item) -> UUID) -> [ArraySlice<Item>] {
        if items.isEmpty { return [] }
        return kept.withLock { kept in
            var portions: [ArraySlice<Item>] = []
            var (begin, facts) = (items.startIndex, 0)
            for (place, item) in items.enumerated() {
                facts += kept.factsIfLarge(contract(item))
                if facts > RecentContracts.portion, place > begin {
                    portions.append(items[begin..<place])
                    (begin, facts) = (place, kept.factsIfLarge(contract(item)))
                }
            }
            return portions + [items[begin...]]
        }
    }

    /// A portion is about so many facts of large contracts at most: deciding on eight full ones takes some hundredths of a second.
    private static let portion = 1 << 14
}

extension Generations<ContractFile> {
    /// How many facts a contract has, when it is known to be a large one.
    fileprivate func factsIfLarge(_ contract: UUID) -> Int {
        guard let version = peek(contract)?.version, version > Reckoner.lightFacts else { return 0 }
        return version
    }
}

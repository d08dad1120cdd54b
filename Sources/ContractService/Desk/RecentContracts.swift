import Contracts
import FoundationEssentials
import Synchronization

/// Contracts that were decided on lately, folded, so that a stream of commands neither reads nor folds again what it has just written.
///
/// What is here may be out of date: a decision made on it holds only with the log's verdict, and a contract is given back only with one.
/// It keeps a bounded number of facts, and forgets what was not asked for the longest.
final class RecentContracts: Sendable {
    /// A contract as it was at a position of the log.
    struct Known: Sendable {
        let contract: Contract
        /// The log was looked at up to here, and further as far as the process itself wrote it.
        let position: Int64
    }

    private let kept = Mutex(Generations())
    private let limit: Int

    /// When the young are as many as they may be they become the old, and what was old and not asked for since is forgotten.
    private struct Generations {
        var young: [UUID: Known] = [:]
        var old: [UUID: Known] = [:]
        var facts = 0
    }

    /// Keeps at most so many facts.
    init(facts limit: Int) { self.limit = limit }

    /// Hands over what is kept of these contracts. It is kept no more: whoever has decided on it gives it back.
    func take(_ contracts: some Sequence<UUID>) -> [UUID: Known] {
        kept.withLock { kept in
            var taken: [UUID: Known] = [:]
            for contract in contracts {
                if let known = kept.young.removeValue(forKey: contract) {
                    kept.facts -= known.weight
                    taken[contract] = known
                } else if let known = kept.old.removeValue(forKey: contract) {
                    taken[contract] = known
                }
            }
            return taken
        }
    }

    /// Keeps contracts; of one that came back meanwhile, that of the higher version.
    func keep(_ contracts: [UUID: Known]) {
        kept.withLock { kept in
            for (id, known) in contracts where known.contract.version >= kept.young[id]?.contract.version ?? 0 {
                kept.facts += known.weight - (kept.young.updateValue(known, forKey: id)?.weight ?? 0)
                if kept.facts > limit / 2 { kept = Generations(old: kept.young) }
            }
        }
    }

    /// Those of the contracts of which nothing is kept.
    func unknown(of contracts: Set<UUID>) -> Set<UUID> {
        kept.withLock { kept in contracts.filter { kept.young[$0] == nil && kept.old[$0] == nil } }
    }
}

extension RecentContracts.Known {
    /// One without events counts as well.
    fileprivate var weight: Int { contract.version + 1 }
}

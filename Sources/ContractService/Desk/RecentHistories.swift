import Contracts
import FoundationEssentials
import Synchronization

/// Histories of contracts that were decided on lately, so that a stream of commands does not read again what it has just written.
///
/// What is here may be out of date: a decision made on it holds only with the log's verdict, and a history is given back only with one.
/// It keeps a bounded number of facts, and forgets what was not asked for the longest.
final class RecentHistories: Sendable {
    private let kept = Mutex(Generations())
    private let limit: Int

    /// When the young are as many as they may be they become the old, and what was old and not asked for since is forgotten.
    private struct Generations {
        var young: DeskRound.Histories = [:]
        var old: DeskRound.Histories = [:]
        var facts = 0
    }

    /// Keeps at most so many facts: half a million take some hundred megabytes.
    init(facts limit: Int = 1 << 19) { self.limit = limit }

    /// Hands over what is kept of these contracts. It is kept no more: whoever has decided on it gives it back.
    func take(_ contracts: Set<UUID>) -> DeskRound.Histories {
        kept.withLock { kept in
            var taken: DeskRound.Histories = [:]
            for contract in contracts {
                if let history = kept.young.removeValue(forKey: contract) {
                    kept.facts -= history.count
                    taken[contract] = history
                } else {
                    taken[contract] = kept.old.removeValue(forKey: contract)
                }
            }
            return taken
        }
    }

    /// Keeps histories; of a contract that came back meanwhile, the longer one.
    func keep(_ histories: DeskRound.Histories) {
        kept.withLock { kept in
            for (contract, history) in histories where history.count > kept.young[contract]?.count ?? -1 {
                kept.facts += history.count - (kept.young.updateValue(history, forKey: contract)?.count ?? 0)
                if kept.facts > limit / 2 { kept = Generations(old: kept.young) }
            }
        }
    }

    /// Those of the contracts of which nothing is kept.
    func unknown(of contracts: Set<UUID>) -> Set<UUID> {
        kept.withLock { kept in contracts.filter { kept.young[$0] == nil && kept.old[$0] == nil } }
    }
}

import Contracts
import FoundationEssentials
import Synchronization

/// Contracts that were decided on lately, folded, so that a stream of commands neither reads nor folds again what it has just written.
///
/// What is here may be out of date: a decision made on it holds only with the log's verdict, and a contract is given back only with one.
/// It keeps a bounded number of facts, and forgets what was not asked for the longest.
final class RecentContracts: Sendable {
    private let kept = Mutex(Generations())
    private let limit: Int

    /// When the young are as many as they may be they become the old, and what was old and not asked for since is forgotten.
    private struct Generations {
        var young: [UUID: ContractFile] = [:]
        var old: [UUID: ContractFile] = [:]
        var facts = 0
    }

    /// Keeps at most so many facts.
    init(facts limit: Int) { self.limit = limit }

    /// Hands over what is kept of these contracts. It is kept no more: whoever has decided on it gives it back.
    ///
    /// - Returns: what was kept, and the contracts of which nothing was.
    func take(_ contracts: some Sequence<UUID>) -> (files: [UUID: ContractFile], unknown: Set<UUID>) {
        kept.withLock { kept in
            var files: [UUID: ContractFile] = [:]
            var unknown: Set<UUID> = []
            for contract in contracts where files[contract] == nil {
                if let file = kept.young.removeValue(forKey: contract) {
                    kept.facts -= file.weight
                    files[contract] = file
                } else if let file = kept.old.removeValue(forKey: contract) {
                    files[contract] = file
                } else {
                    unknown.insert(contract)
                }
            }
            return (files, unknown)
        }
    }

    /// Keeps contracts, as far as they may be kept; of one that came back meanwhile, that of the higher version.
    func keep(_ files: some Sequence<ContractFile>) {
        let forgotten = kept.withLock { kept -> Forgotten? in
            var forgotten: Forgotten?
            for file in files where file.mayBeKept {
                let other = kept.young.updateValue(file, forKey: file.id)
                if let other, other.version > file.version {
                    kept.young[file.id] = other
                } else {
                    kept.facts += file.weight - (other?.weight ?? 0)
                }
                guard kept.facts > limit / 2 else { continue }
                forgotten = Forgotten(kept.old, before: forgotten)
                kept = Generations(old: kept.young)
            }
            return forgotten
        }
        // Taking tens of thousands of contracts apart lasts as long as hundreds of commands, which do not wait for it.
        if let forgotten { Task.detached(priority: .utility) { forgotten.takeApart() } }
    }

    /// Those of the contracts of which nothing is kept.
    func unknown(of contracts: Set<UUID>) -> Set<UUID> {
        kept.withLock { kept in contracts.filter { kept.young[$0] == nil && kept.old[$0] == nil } }
    }
}

extension ContractFile {
    /// One without events counts as well.
    fileprivate var weight: Int { version + 1 }
}

/// Contracts that nobody asks for any more.
private final class Forgotten: Sendable {
    private let files: Mutex<[UUID: ContractFile]>
    private let earlier: Forgotten?

    init(_ files: [UUID: ContractFile], before earlier: Forgotten?) {
        self.files = Mutex(files)
        self.earlier = earlier
    }

    /// Takes them apart here and now, whoever else still holds on to this.
    func takeApart() {
        earlier?.takeApart()
        files.withLock { $0 = [:] }
    }
}

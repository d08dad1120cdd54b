import Contracts
import EventLog
import FoundationEssentials
import Synchronization

/// Histories that were asked for lately. The log proves each when it is used, and tells what came since.
final class RecentHistories: Sendable {
    private let kept: Mutex<Generations<KeptHistory>>

    /// Keeps at most so many facts.
    init(facts limit: Int) { kept = Mutex(Generations(limit: limit, weigh: \.facts.count)) }

    /// What is kept of each contract; an empty history where nothing is.
    func histories(of contracts: [UUID]) -> [UUID: KeptHistory] {
        kept.withLock { kept in Dictionary(contracts.map { ($0, kept[$0] ?? KeptHistory()) }) { first, _ in first } }
    }

    /// Keeps histories. Another reading may have kept a longer one meanwhile: what is missing then is read again.
    func keep(_ histories: [UUID: KeptHistory]) {
        let forgotten = kept.withLock { kept in
            histories.compactMap { contract, history in history.isLonger ? kept.keep(history.kept, of: contract) : nil }
        }
        for some in forgotten { some.takeApart() }
    }
}

/// A history as it was read.
struct KeptHistory {
    private(set) var facts: [RecordedFact] = []
    /// Of the last event: it proves all before it.
    private var hash: [UInt8] = []
    /// How many of the facts were kept.
    private var keptCount = 0
    /// Whether the log holds what was kept: it may have been emptied since, as that of a sandbox is, and filled again.
    private(set) var isProven = true

    /// Whether there is more than was kept.
    var isLonger: Bool { facts.count > keptCount }

    /// This, to be proven when it is used.
    var kept: KeptHistory {
        var kept = self
        kept.keptCount = facts.count
        kept.isProven = false
        return kept
    }

    /// Takes what the log tells, from the last event kept on.
    mutating func take(_ event: borrowing ToldEvent) throws {
        if !isProven, event.version == keptCount, hash.elementsEqual(event.hash) {
            isProven = true
            return
        }
        facts.append(try RecordedFact(event))
        hash.removeAll(keepingCapacity: true)
        hash.append(contentsOf: event.hash)
    }
}

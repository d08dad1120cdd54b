import Contracts
import EventLog
import FoundationEssentials
import Synchronization

/// A bounded cache of contracts, all at one end of the log, up to which this process has followed it.
///
/// Entries are valid at that end, and may be stale. A question proves the end by a read of the log that began after it came.
/// A command proves it by its append, which the log accepts only at this end.
final class WorkingSet: Sendable {
    private let state: Mutex<WorkingSetState>

    /// Keeps at most `facts` facts; each contract counts as ten more.
    init(facts: Int) { state = Mutex(WorkingSetState(facts: facts)) }

    /// The maximum length of a tail. After a longer one, the cache starts empty again.
    static let longestTail = 4096

    /// The end up to which the log was followed; nil when it is unknown.
    var end: Head? { state.withLock { $0.end } }

    /// The contracts that are missing in the cache.
    func missing(of contracts: some Sequence<UUID>) -> [UUID] {
        state.withLock { state in contracts.filter { !state.has($0) } }
    }

    /// The contracts that are in the cache. Counts as a use.
    ///
    /// - Parameter position: none are found when the cache's end is before it. Sessions that lead to different standbys may set it back.
    func contracts(_ asked: some Sequence<UUID>, from position: Int64 = 0) -> [UUID: FoldedContract] {
        state.withLock { state in
            var found: [UUID: FoldedContract] = [:]
            if state.end?.position ?? 0 < position { return found }
            for contract in asked where found[contract] == nil { found[contract] = state[contract] }
            return found
        }
    }

    /// Cuts items into portions to be decided together. Each portion has few facts of large contracts, so that others do not wait long.
    /// A contract that is not cached counts as small.
    func portions<Item: Sendable>(of items: [Item], about contract: @Sendable (Item) -> UUID) -> [ArraySlice<Item>] {
        if items.isEmpty { return [] }
        return state.withLock { state in
            var portions: [ArraySlice<Item>] = []
            var (begin, facts) = (items.startIndex, 0)
            for (place, item) in items.enumerated() {
                let count = state.peek(contract(item))?.facts.count ?? 0
                let large = count > Reckoner.lightFacts ? count : 0
                facts += large
                if facts > WorkingSet.portion, place > begin {
                    portions.append(items[begin..<place])
                    (begin, facts) = (place, large)
                }
            }
            return portions + [items[begin...]]
        }
    }

    /// The maximum number of facts of large contracts in a portion. Deciding on eight contracts of maximum size takes some hundredths of a
    /// second.
    private static let portion = 1 << 14

    /// Follows a tail of the log, and caches the histories that came with it.
    ///
    /// - Parameters:
    ///   - tail: the tail that was read.
    ///   - known: the head behind which it was read.
    func follow(_ tail: LogTail<RecordedFact>, behind known: Head?) {
        state.withLock { state in
            state.follow(tail, behind: known)
            // If another read has led further, these histories are not at the cache's end.
            if state.end == tail.end { state.keep(tail.histories.mapValues { FoldedContract($0) }) }
        }
    }

    /// The events after a position, the cache's end, and its number of resets; nil when the first event is no longer buffered.
    func recent(after position: Int64, limit: Int) -> (events: [RecentEvents.Event], end: Head, beginning: Int)? {
        state.withLock { state in
            guard let end = state.end, let events = state.recent.events(after: position, limit: limit) else { return nil }
            return (events, end, state.beginnings)
        }
    }

    /// The contracts as cached; nil when the cache was reset since. Does not count as a use.
    func peek(_ contracts: ArraySlice<UUID>, since beginning: Int) -> [FoldedContract?]? {
        state.withLock { state in state.beginnings == beginning ? contracts.map { state.peek($0) } : nil }
    }

    /// Empties the cache, because the log may be another one.
    func forget() { state.withLock { $0.begin(at: nil) } }
}

extension WorkingSet {
    /// Pins contracts for a group: until they are unpinned, the cache follows them and never evicts them.
    ///
    /// - Parameter assumedNew: contracts assumed to have no events if they are not cached.
    func putOnDesk(_ contracts: Set<UUID>, assumedNew: Set<UUID> = []) {
        state.withLock { $0.putOnDesk(contracts, assumedNew: assumedNew) }
    }

    /// The pinned contracts that must be read.
    func unknownOnDesk(_ contracts: Set<UUID>) -> [UUID] { state.withLock { state in contracts.filter { state.onDesk($0) == nil } } }

    /// The pinned contracts at the cache's end; nil when one must be read.
    func onDesk(_ contracts: Set<UUID>) -> [UUID: FoldedContract]? {
        state.withLock { state in
            var found: [UUID: FoldedContract] = [:]
            for contract in contracts {
                guard let folded = state.onDesk(contract) else { return nil }
                found[contract] = folded
            }
            return found
        }
    }

    /// Unpins contracts.
    func takeOffDesk(_ contracts: Set<UUID>) {
        state.withLock { $0.takeOffDesk(contracts) }
    }

    /// The cache's end, if each pinned contract is unchanged since the decision; nil when one has changed or is unknown.
    func end(where basis: [UUID: FoldedContract]) -> Head? {
        state.withLock { state in basis.allSatisfy { state.onDesk($0) === $1 } ? state.end : nil }
    }

    /// Follows an append of this process.
    ///
    /// - Parameters:
    ///   - end: the log's end before the append.
    ///   - appended: the result of the append.
    ///   - contracts: all changed contracts, in their new state.
    func settle(from end: Head, _ appended: Appended, _ contracts: [UUID: FoldedContract]) {
        state.withLock { $0.settle(from: end, appended, contracts) }
    }
}

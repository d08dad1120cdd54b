import Contracts
import EventLog
import FoundationEssentials
import Synchronization

/// The log as far as this process has followed it, and a bounded number of contracts, each as it is at exactly that end.
///
/// What is in it is true as of its end. Who needs the present proves the end: a question by a look at the log that began after it came, a command by an
/// append that the log takes at this end only.
final class WorkingSet: Sendable {
    private let state: Mutex<WorkingSetState>

    /// Keeps at most `facts` facts; each contract counts as some more.
    init(facts: Int) { state = Mutex(WorkingSetState(facts: facts)) }

    /// A longer tail of the log is not followed: the set begins anew.
    static let longestTail = 4096

    /// Up to where the log was followed; nil when nothing is known of it.
    var end: Head? { state.withLock { $0.end } }

    /// Those of the contracts that are not in the set.
    func missing(of contracts: some Sequence<UUID>) -> [UUID] {
        state.withLock { state in contracts.filter { !state.has($0) } }
    }

    /// Those of the contracts that are in the set. They count as asked for.
    func contracts(_ asked: some Sequence<UUID>) -> [UUID: FoldedContract] {
        state.withLock { state in
            var found: [UUID: FoldedContract] = [:]
            for contract in asked where found[contract] == nil { found[contract] = state[contract] }
            return found
        }
    }

    /// Parts items into portions that are decided together: so few commands on large contracts in each that nobody waits long behind them. A contract
    /// that is not in the set counts as a small one.
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

    /// A portion is about so many facts of large contracts at most: deciding on eight full ones takes some hundredths of a second.
    private static let portion = 1 << 14

    /// Moves on along a tail of the log, and keeps the contracts that were read with it.
    ///
    /// - Parameters:
    ///   - tail: what was read of the log.
    ///   - known: the end behind which it was read.
    func follow(_ tail: LogTail<RecordedFact>, behind known: Head?) {
        state.withLock { state in
            state.follow(tail, behind: known)
            // Where another look has led further, what was read is not of the set's end.
            if state.end == tail.end { state.keep(tail.histories.mapValues { FoldedContract($0) }) }
        }
    }

    /// The events behind a position, the end of the set, and how often it had begun by then; nil when the first of them is not remembered.
    func recent(after position: Int64, limit: Int) -> (events: [RecentEvents.Event], end: Head, beginning: Int)? {
        state.withLock { state in
            guard let end = state.end, let events = state.recent.events(after: position, limit: limit) else { return nil }
            return (events, end, state.beginnings)
        }
    }

    /// Each of the contracts, as far as it is in the set; nil when the set has begun anew. They do not count as asked for.
    func peek(_ contracts: ArraySlice<UUID>, since beginning: Int) -> [FoldedContract?]? {
        state.withLock { state in state.beginnings == beginning ? contracts.map { state.peek($0) } : nil }
    }

    /// Keeps nothing: the log is another, or may be.
    func forget() { state.withLock { $0.begin(at: nil) } }
}

extension WorkingSet {
    /// Puts contracts on the desk: until they are taken off it the set follows them, and forgets none of them for want of room.
    ///
    /// - Parameter assumedNew: those of which the caller takes for granted that they have no events if they are not in the set.
    func putOnDesk(_ contracts: Set<UUID>, assumedNew: Set<UUID> = []) {
        state.withLock { $0.putOnDesk(contracts, assumedNew: assumedNew) }
    }

    /// Those of the contracts on the desk that have to be read.
    func unknownOnDesk(_ contracts: Set<UUID>) -> [UUID] { state.withLock { state in contracts.filter { state.onDesk($0) == nil } } }

    /// The contracts on the desk, and the end at which they are so; nil when one has to be read.
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

    /// Takes contracts off the desk.
    func takeOffDesk(_ contracts: Set<UUID>) {
        state.withLock { $0.takeOffDesk(contracts) }
    }

    /// The end of the set, if each contract on the desk is still as a command was decided on; nil when one has changed, or nothing is known any more.
    func end(where basis: [UUID: FoldedContract]) -> Head? {
        state.withLock { state in basis.allSatisfy { state.onDesk($0) === $1 } ? state.end : nil }
    }

    /// Moves on by an append of this process.
    ///
    /// - Parameters:
    ///   - end: where the log ended before it.
    ///   - appended: what it recorded.
    ///   - contracts: all that it changed, as they are now.
    func settle(from end: Head, _ appended: Appended, _ contracts: [UUID: FoldedContract]) {
        state.withLock { $0.settle(from: end, appended, contracts) }
    }
}

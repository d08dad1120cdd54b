import Contracts
import EventLog
import FoundationEssentials
import Synchronization

/// What a working set holds.
struct WorkingSetState {
    /// Nil before the first look, and after anything that casts doubt on what is kept.
    private(set) var end: Head?
    /// The last events up to the end.
    private(set) var recent = RecentEvents()
    /// How often the set has begun anew: what was true of it before may be of another log.
    private(set) var beginnings = 0
    private var kept: RecentlyUsed<FoldedContract>
    /// Those on the desk, with how many groups have them there. Nil: it is not known any more, and has to be read.
    private var onDesk: [UUID: (folded: FoldedContract?, groups: Int)] = [:]

    /// A contract takes as much memory as this many facts, without its facts.
    private static let weightOfContract = 10

    init(facts: Int) { kept = RecentlyUsed(limit: facts) { $0.facts.count + WorkingSetState.weightOfContract } }

    func has(_ contract: UUID) -> Bool { peek(contract) != nil }

    func peek(_ contract: UUID) -> FoldedContract? { onDesk[contract] == nil ? kept.peek(contract) : told(of: contract) }

    subscript(contract: UUID) -> FoldedContract? {
        mutating get { onDesk[contract] == nil ? kept[contract] : told(of: contract) }
    }

    /// A contract on the desk, as others are told of it: of one without events it may only be assumed that it has none.
    private func told(of contract: UUID) -> FoldedContract? { onDesk(contract).flatMap { $0.facts.isEmpty ? nil : $0 } }

    /// A contract on the desk; nil when it has to be read.
    func onDesk(_ contract: UUID) -> FoldedContract? { onDesk[contract]?.folded }

    /// Begins anew: an empty set is true of any end.
    mutating func begin(at end: Head?) {
        kept.removeAll()
        for contract in onDesk.keys { onDesk[contract]?.folded = nil }
        recent.begin(after: end?.position ?? 0)
        beginnings += 1
        self.end = end
    }

    mutating func follow(_ tail: LogTail<RecordedFact>, behind known: Head?) {
        if end == tail.end { return }
        if let end, let events = tail.events, let known {
            if end == known { return take(events, through: tail.end) }
            // Another look has led as far as one of these events, or further than all of them.
            if let place = events.firstIndex(where: { $0.position == end.position && $0.hash == end.hash }) {
                return take(Array(events[(place + 1)...]), through: tail.end)
            }
            if end.position > tail.end.position { return }
        }
        begin(at: tail.end)
    }

    private mutating func take(_ events: [RecordedEvent], through end: Head) {
        for event in events {
            recent.add(RecentEvents.Event(contract: event.contract, version: event.version, recordedAt: event.recordedAt))
        }
        for (contract, events) in Dictionary(grouping: events, by: \.contract) {
            func followed(_ folded: FoldedContract) -> FoldedContract? {
                guard events[0].version == folded.facts.count + 1, let facts = try? events.map({ try RecordedFact($0) }) else { return nil }
                return folded.followed(by: facts)
            }
            if let folded = onDesk[contract]?.folded {
                onDesk[contract]?.folded = followed(folded)
            } else {
                kept.change(contract, followed)
            }
        }
        self.end = end
    }

    /// Keeps contracts as they are at the end of the set.
    mutating func keep(_ contracts: [UUID: FoldedContract]) {
        for (contract, folded) in contracts {
            if onDesk[contract] != nil {
                onDesk[contract]?.folded = folded
            } else if !folded.facts.isEmpty {
                kept.keep(folded, of: contract)
            }
        }
    }

    mutating func putOnDesk(_ contracts: Set<UUID>, assumedNew: Set<UUID>) {
        for contract in contracts {
            if onDesk[contract] == nil { onDesk[contract] = (kept.take(contract), 0) }
            onDesk[contract]?.groups += 1
            if assumedNew.contains(contract), onDesk[contract]?.folded == nil { onDesk[contract]?.folded = FoldedContract([]) }
        }
    }

    mutating func takeOffDesk(_ contracts: Set<UUID>) {
        for contract in contracts {
            guard let (folded, groups) = onDesk[contract] else { continue }
            if groups > 1 {
                onDesk[contract]?.groups = groups - 1
            } else {
                onDesk[contract] = nil
                if let folded, !folded.facts.isEmpty { kept.keep(folded, of: contract) }
            }
        }
    }

    mutating func settle(from end: Head, _ appended: Appended, _ contracts: [UUID: FoldedContract]) {
        // Where a look has told of the append already, or of another log, the set has moved on by itself.
        guard self.end == end else { return }
        for (contract, folded) in contracts { onDesk[contract]?.folded = folded }
        for receipt in appended.receipts {
            guard let versions = receipt.versions else { continue }
            for version in versions {
                recent.add(RecentEvents.Event(contract: receipt.contract, version: version, recordedAt: receipt.recordedAt))
            }
        }
        self.end = appended.end
    }
}

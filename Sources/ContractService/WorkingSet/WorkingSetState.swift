import Contracts
import EventLog
import FoundationEssentials

/// The state of the cache.
struct WorkingSetState {
    /// Nil before the first read, and after each event that makes the cache doubtful.
    private(set) var end: Head?
    /// The last events up to the cache's end.
    private(set) var recent = RecentEvents()
    /// The number of resets. Data from before a reset may belong to another log.
    private(set) var beginnings = 0
    private var kept: RecentlyUsed<FoldedContract>
    /// The pinned contracts, with the number of groups that pin them. A nil contract is unknown, and must be read.
    private var onDesk: [UUID: (folded: FoldedContract?, groups: Int)] = [:]

    /// A contract's fixed memory, counted in facts.
    private static let weightOfContract = 10

    init(facts: Int) { kept = RecentlyUsed(limit: facts) { $0.facts.count + WorkingSetState.weightOfContract } }

    func has(_ contract: UUID) -> Bool { peek(contract) != nil }

    func peek(_ contract: UUID) -> FoldedContract? { onDesk[contract] == nil ? kept.peek(contract) : told(of: contract) }

    subscript(contract: UUID) -> FoldedContract? {
        mutating get { onDesk[contract] == nil ? kept[contract] : told(of: contract) }
    }

    /// A pinned contract for other readers. One without facts is withheld, because its emptiness may only be assumed.
    private func told(of contract: UUID) -> FoldedContract? { onDesk(contract).flatMap { $0.facts.isEmpty ? nil : $0 } }

    /// A pinned contract; nil when it must be read.
    func onDesk(_ contract: UUID) -> FoldedContract? { onDesk[contract]?.folded }

    /// Resets the cache at an end. An empty cache is valid at any end.
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
            // Another read has already followed some of these events, or all of them.
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

    /// Caches contracts that are valid at the cache's end.
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
        // If a read has already followed the append, or found another log, the cache has moved on by itself.
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

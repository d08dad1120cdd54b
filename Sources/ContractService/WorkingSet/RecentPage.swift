public import CivilTime
public import Contracts
public import EventLog
public import FoundationEssentials

/// A page of the log as this process remembers it: the contracts that its events changed.
///
/// It is true of a log that holds `proof`: the hash there covers every event before it.
public struct RecentPage: Sendable {
    /// The position of its last event.
    public let position: Int64
    /// When its last event was recorded.
    public let recordedAt: Instant
    /// An end of the log that this process has seen, not before the page's.
    public let proof: Head
    /// The contracts that it changed, in their order.
    public let contracts: [Changed]

    /// A contract that the page changed.
    public struct Changed: Sendable {
        /// The contract.
        public let id: UUID
        /// Its version before the page; 0 when it begins in the page.
        public let versionBefore: Int
        /// Its whole history through the end of the page; nil when it has to be read.
        public let facts: [RecordedFact]?
    }
}

extension ContractService {
    /// The log behind a position, as far as the working set has followed it: at most `limit` events, and those that complete a correction.
    ///
    /// - Returns: nil when this process knows of none, or does not remember the first of them: then the log has to be read.
    public func recentPage(after position: Int64, limit: Int) -> RecentPage? { set.recentPage(after: position, limit: limit) }
}

extension WorkingSet {
    /// How many contracts are looked up under one lock: commands wait for it.
    private static let contractsAtOnce = 256

    /// The log behind a position, as far as the set has followed it.
    func recentPage(after position: Int64, limit: Int) -> RecentPage? {
        guard let recent = recent(after: position, limit: limit), let last = recent.events.last else { return nil }
        var changed: [UUID: ClosedRange<Int>] = [:]
        for event in recent.events {
            let first = changed[event.contract]?.lowerBound ?? event.version
            changed[event.contract] = first...max(first, event.version)
        }
        let order = changed.keys.sorted()
        var contracts: [RecentPage.Changed] = []
        contracts.reserveCapacity(order.count)
        for start in stride(from: 0, to: order.count, by: WorkingSet.contractsAtOnce) {
            let ids = order[start..<min(start + WorkingSet.contractsAtOnce, order.count)]
            guard let folded = peek(ids, since: recent.beginning) else { return nil }
            for (id, folded) in zip(ids, folded) {
                guard let versions = changed[id] else { continue }
                let facts = folded?.facts(through: versions.upperBound)
                contracts.append(RecentPage.Changed(id: id, versionBefore: versions.lowerBound - 1, facts: facts))
            }
        }
        return RecentPage(
            position: position + Int64(recent.events.count), recordedAt: Instant(microseconds: last.recordedAt), proof: recent.end,
            contracts: contracts)
    }
}

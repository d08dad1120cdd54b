public import CivilTime
public import Contracts
public import EventLog
public import FoundationEssentials

/// A page of the log from this process's cache: the contracts that its events changed.
///
/// It is valid if the log contains `proof`, whose hash covers every earlier event.
public struct RecentPage: Sendable {
    /// The position of the page's last event.
    public let position: Int64
    /// The time of the page's last event.
    public let recordedAt: Instant
    /// A head of the log that this process has seen, at or after the page's end.
    public let proof: Head
    /// The changed contracts, in order.
    public let contracts: [Changed]

    /// A contract that the page changed.
    public struct Changed: Sendable {
        /// The contract.
        public let id: UUID
        /// Its version before the page; 0 for a new contract.
        public let versionBefore: Int
        /// All its facts up to the page's end; nil when they must be read.
        public let facts: [RecordedFact]?
    }
}

extension ContractService {
    /// The log after a position, from the cache: at most `limit` events, and the rest of a correction.
    ///
    /// - Returns: Nil when the cache does not contain the next event: then the log must be read.
    public func recentPage(after position: Int64, limit: Int) -> RecentPage? { set.recentPage(after: position, limit: limit) }
}

extension WorkingSet {
    /// The number of contracts looked up under one lock, for which commands wait.
    private static let contractsAtOnce = 256

    /// The log after a position, from the cache.
    func recentPage(after position: Int64, limit: Int) -> RecentPage? {
        guard let recent = recent(after: position, limit: limit), let last = recent.events.last else { return nil }
        var changed: [UUID: ClosedRange<Int>] = [:]
        for event in recent.events where !LogStream.holds(event.contract) {
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

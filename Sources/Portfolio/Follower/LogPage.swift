import CivilTime
import ContractService
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// The next part of the log that is projected in one transaction.
struct LogPage: Sendable {
    /// The position of its last event.
    let position: Int64
    /// When its last event was recorded.
    let recordedAt: Instant
    /// The contracts that it changes, in their order.
    let contracts: [ChangedContract]
    /// How many events of the log were read for it.
    let eventsRead: Int

    /// Reads a page of the log, and the histories of its contracts.
    ///
    /// - Parameters:
    ///   - limit: the most events. The rest of the last contract's correction comes on top: no question may see half a correction.
    ///   - last: the position to stop at.
    /// - Returns: nil when there is nothing after `position`.
    static func read(after position: Int64, limit: Int, through last: Int64, in session: Session) throws -> LogPage? {
        let events = try events(after: position, limit: limit, in: session).prefix { $0.position <= last }
        guard let end = events.last else { return nil }
        var firsts: [UUID: RecordedEvent] = [:]
        // The full histories of the contracts whose first event is in this page.
        var begun: [UUID: [RecordedEvent]] = [:]
        for event in events where !LogStream.holds(event.contract) {
            if firsts[event.contract] == nil { firsts[event.contract] = event }
            if firsts[event.contract]?.version == 1 { begun[event.contract, default: []].append(event) }
        }
        let older = try EventLog.events(of: firsts.values.filter { $0.version > 1 }.map(\.contract), in: session)
        let facts = try facts(of: older.merging(begun) { read, _ in read }, through: end.position)
        return LogPage(
            position: end.position, recordedAt: Instant(microseconds: end.recordedAt),
            contracts: firsts.sorted { $0.key < $1.key }.map { id, first in
                ChangedContract(id: id, facts: facts[id] ?? [], projected: first.version - 1)
            }, eventsRead: events.count + older.values.reduce(0) { $0 + $1.count })
    }

    /// The facts of `histories` up to the position `last`. Events of later pages may be among the input.
    private static func facts(of histories: [UUID: [RecordedEvent]], through last: Int64) throws -> [UUID: [RecordedFact]] {
        let parts = try Array(histories).inParts(ofAtLeast: 3000) { part in
            try part.map { id, events in (id, try events.prefix { $0.position <= last }.map { try RecordedFact($0) }) }
        }
        return Dictionary(uniqueKeysWithValues: parts.joined())
    }

    /// The next events, plus the rest of the last contract's correction.
    private static func events(after position: Int64, limit: Int, in session: Session) throws -> [RecordedEvent] {
        let events = try EventLog.page(after: position, limit: limit, in: session)
        guard events.count == limit, let last = events.last else { return events }
        let next = try EventLog.page(after: last.position, limit: 2 * CommandName.correctionList - 1, in: session)
        return events + next.prefix { $0.contract == last.contract && $0.recordedAt == last.recordedAt }
    }
}

extension LogPage {
    /// A page from this process's memory. Histories that are not in memory are read.
    ///
    /// - Parameter recent: a page of this log.
    init(_ recent: RecentPage, in session: Session) throws {
        let missing = recent.contracts.filter { $0.facts == nil }.map(\.id)
        let histories = missing.isEmpty ? [:] : try EventLog.events(of: missing, in: session)
        let facts = try LogPage.facts(of: histories, through: recent.position)
        self.init(
            position: recent.position, recordedAt: recent.recordedAt,
            contracts: recent.contracts.map { changed in
                ChangedContract(id: changed.id, facts: changed.facts ?? facts[changed.id] ?? [], projected: changed.versionBefore)
            }, eventsRead: histories.values.reduce(0) { $0 + $1.count })
    }
}

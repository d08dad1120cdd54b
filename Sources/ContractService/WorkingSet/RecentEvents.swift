import EventLog
import FoundationEssentials

/// Which contracts the last events of the log are about, up to the end of the working set: a ring.
struct RecentEvents {
    /// An event, without what it tells.
    struct Event: Sendable {
        let contract: UUID
        let version: Int
        /// In microseconds since 1970.
        let recordedAt: Int64
    }

    /// The ring begins behind this position.
    private var start: Int64 = 0
    /// The position of the last event.
    private var end: Int64 = 0
    private var slots: [Event] = []
    private let limit: Int

    /// Keeps the last `limit` events.
    init(limit: Int = 1 << 15) { self.limit = limit }

    /// Keeps nothing. The next event is that behind `position`.
    mutating func begin(after position: Int64) {
        (start, end) = (position, position)
        slots.removeAll(keepingCapacity: true)
    }

    /// Keeps the next event of the log.
    mutating func add(_ event: Event) {
        let slot = Int(end - start) % limit
        if slot == slots.endIndex { slots.append(event) } else { slots[slot] = event }
        end += 1
    }

    /// The events behind a position, in order.
    ///
    /// - Parameter limit: the most events. Those that complete the last contract's correction come on top: no question may see a part of one.
    /// - Returns: nil when none is behind that position, or when the first of them is not kept.
    func events(after position: Int64, limit: Int) -> [Event]? {
        guard position >= end - Int64(slots.count), position < end else { return nil }
        var last = min(position + Int64(limit), end)
        while last < end, self[last + 1].contract == self[last].contract, self[last + 1].recordedAt == self[last].recordedAt { last += 1 }
        return (position + 1...last).map { self[$0] }
    }

    private subscript(position: Int64) -> Event { slots[Int(position - start - 1) % limit] }
}

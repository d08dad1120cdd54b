import EventLog
import FoundationEssentials

/// A ring buffer of the last events up to the cache's end, without payloads.
struct RecentEvents {
    /// An event without its payload.
    struct Event: Sendable {
        let contract: UUID
        let version: Int
        /// In microseconds since 1970.
        let recordedAt: Int64
    }

    /// The position at the last reset; the event after it has the first slot.
    private var start: Int64 = 0
    /// The position of the last event.
    private var end: Int64 = 0
    private var slots: [Event] = []
    private let limit: Int

    /// Keeps the last `limit` events.
    init(limit: Int = 1 << 15) { self.limit = limit }

    /// Empties the buffer. The next event is the one after `position`.
    mutating func begin(after position: Int64) {
        (start, end) = (position, position)
        slots.removeAll(keepingCapacity: true)
    }

    /// Adds the next event of the log.
    mutating func add(_ event: Event) {
        let slot = Int(end - start) % limit
        if slot == slots.endIndex { slots.append(event) } else { slots[slot] = event }
        end += 1
    }

    /// The events after a position, in order.
    ///
    /// - Parameter limit: the maximum number of events. The rest of the last correction is added, since no reader may see a part of one.
    /// - Returns: Nil when there is no event after the position, or the first one is no longer in the buffer.
    func events(after position: Int64, limit: Int) -> [Event]? {
        guard position >= end - Int64(slots.count), position < end else { return nil }
        var last = min(position + Int64(limit), end)
        while last < end, self[last + 1].contract == self[last].contract, self[last + 1].recordedAt == self[last].recordedAt { last += 1 }
        return (position + 1...last).map { self[$0] }
    }

    private subscript(position: Int64) -> Event { slots[Int(position - start - 1) % limit] }
}

/// The state of the feed's shared reader, with the waiting consumers. Only decides; its callers do the reads and wake-ups.
struct FeedHead {
    /// Wakes a consumer: with the new events, or with nil, so that it reads by itself.
    typealias Wake = CheckedContinuation<FeedPage?, Never>

    private struct Waiter {
        let after: FeedCursor
        let wake: Wake
    }

    /// The cursor up to which the log was read. No consumer waits at an earlier position.
    private var end: FeedCursor?
    /// The cursor at which the last read began.
    private var start: FeedCursor?
    /// The events of the last read, from `start` to `end`, without a hole.
    private var last: [FeedEvent] = []
    private var waiting: [Int: Waiter] = [:]
    private var nextID = 0

    /// The events after a cursor, if the last read covers the cursor and has the same history.
    func read(after cursor: FeedCursor) -> FeedPage? {
        guard let start, let end, let first = last.first, cursor.position >= start.position, cursor.position < end.position else {
            return nil
        }
        let count = Int(cursor.position + 1 - first.position)
        let known = count == 0 ? start : last[count - 1].cursor
        guard known == cursor else { return nil }
        return FeedPage(Array(last[count...]), end: end)
    }

    /// Whether the reader is at this cursor.
    func isAt(_ cursor: FeedCursor) -> Bool { end == cursor }

    /// Adds a consumer that found nothing after a cursor.
    ///
    /// - Returns: The number for `leave`.
    mutating func wait(after cursor: FeedCursor, _ wake: Wake) -> Int {
        let begin = end.flatMap { !waiting.isEmpty && $0.position <= cursor.position ? $0 : nil } ?? cursor
        if begin != end { (start, end, last) = (begin, begin, []) }
        nextID += 1
        waiting[nextID] = Waiter(after: cursor, wake: wake)
        return nextID
    }

    /// Removes a consumer that stops waiting; nil when it was already woken.
    mutating func leave(_ id: Int) -> (wake: Wake, after: FeedCursor)? {
        waiting.removeValue(forKey: id).map { ($0.wake, $0.after) }
    }

    /// The number of waiting consumers.
    var count: Int { waiting.count }

    /// The cursor from which to read on; nil when no consumer waits.
    var goal: FeedCursor? { waiting.isEmpty ? nil : end }

    /// Adds the events read from a cursor. Does nothing if the reader's cursor has changed meanwhile.
    ///
    /// - Returns: The consumers to wake, with their pages; nil for a consumer with another history.
    mutating func advance(from begin: FeedCursor, by page: FeedPage) -> [(Wake, FeedPage?)] {
        guard end == begin, !page.events.isEmpty else { return [] }
        (start, end, last) = (begin, page.end, page.events)
        return take { $0.after.position < page.end.position }.map { waiter in (waiter.wake, read(after: waiter.after)) }
    }

    /// Removes and returns all waiting consumers.
    mutating func dismiss() -> [(wake: Wake, after: FeedCursor)] {
        (start, end, last) = (nil, nil, [])
        return take { _ in true }.map { ($0.wake, $0.after) }
    }

    private mutating func take(where condition: (Waiter) -> Bool) -> [Waiter] {
        let taken = waiting.filter { condition($0.value) }
        for id in taken.keys { waiting[id] = nil }
        return Array(taken.values)
    }
}

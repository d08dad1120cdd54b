/// How far the log has been read for those who wait at its end, and who they are. Decides; others read and wake.
struct FeedHead {
    /// Wakes one who waits: with the events that have come, or with nil, to look for itself.
    typealias Wake = CheckedContinuation<FeedPage?, Never>

    private struct Waiter {
        let after: FeedCursor
        let wake: Wake
    }

    /// The place up to which the log was read. Nobody waits behind it.
    private var end: FeedCursor?
    /// Where the last reading began.
    private var start: FeedCursor?
    /// What was read last: from `start` to `end`, without a hole.
    private var last: [FeedEvent] = []
    private var waiting: [Int: Waiter] = [:]
    private var nextID = 0

    /// The events after a place, when the last reading begins there or goes over it, in the same history.
    func read(after cursor: FeedCursor) -> FeedPage? {
        guard let start, let end, let first = last.first, cursor.position >= start.position, cursor.position < end.position else {
            return nil
        }
        let count = Int(cursor.position + 1 - first.position)
        let known = count == 0 ? start : last[count - 1].cursor
        guard known == cursor else { return nil }
        return FeedPage(Array(last[count...]), end: end)
    }

    /// Whether this is where the reading has come to.
    func isAt(_ cursor: FeedCursor) -> Bool { end == cursor }

    /// Takes in one who has found nothing after a place.
    ///
    /// - Returns: the number to leave under.
    mutating func wait(after cursor: FeedCursor, _ wake: Wake) -> Int {
        let begin = end.flatMap { !waiting.isEmpty && $0.position <= cursor.position ? $0 : nil } ?? cursor
        if begin != end { (start, end, last) = (begin, begin, []) }
        nextID += 1
        waiting[nextID] = Waiter(after: cursor, wake: wake)
        return nextID
    }

    /// Lets one go who waits no longer; nil when that one was woken.
    mutating func leave(_ id: Int) -> (wake: Wake, after: FeedCursor)? {
        waiting.removeValue(forKey: id).map { ($0.wake, $0.after) }
    }

    /// How many wait.
    var count: Int { waiting.count }

    /// Where to read on; nil when nobody waits.
    var goal: FeedCursor? { waiting.isEmpty ? nil : end }

    /// Takes what was read from a place on. Nothing, when meanwhile another one is to be read from.
    ///
    /// - Returns: whom to wake, with what: nil for one who was given another history than the one read.
    mutating func advance(from begin: FeedCursor, by page: FeedPage) -> [(Wake, FeedPage?)] {
        guard end == begin, !page.events.isEmpty else { return [] }
        (start, end, last) = (begin, page.end, page.events)
        return take { $0.after.position < page.end.position }.map { waiter in (waiter.wake, read(after: waiter.after)) }
    }

    /// All who wait, who do so no longer.
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

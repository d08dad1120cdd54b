/// How far the log has been read for those who wait at its end, and who they are. Decides; others read and wake.
struct FeedHead {
    /// Wakes one who waits.
    typealias Wake = CheckedContinuation<Result<[FeedEvent], any Error>, Never>

    private struct Waiter {
        let after: Int64
        let wake: Wake
    }

    /// The position up to which the log was read. Nobody waits behind it.
    private var position: Int64?
    /// What was read last: up to `position`, without a hole.
    private var last: [FeedEvent] = []
    private var waiting: [Int: Waiter] = [:]
    private var nextID = 0

    /// The events after a position, when that is where the last reading began or lies within it.
    func read(after position: Int64) -> [FeedEvent]? {
        guard let first = last.first, let end = self.position, first.position <= position + 1, position < end else { return nil }
        return Array(last[Int(position + 1 - first.position)...])
    }

    /// Whether this is where the reading has come to.
    func isAt(_ position: Int64) -> Bool { self.position == position }

    /// Takes in one who has found nothing after a position.
    ///
    /// - Returns: the number to leave under.
    mutating func wait(after: Int64, _ wake: Wake) -> Int {
        let begin = waiting.isEmpty ? after : min(after, position ?? after)
        if begin != position { (position, last) = (begin, []) }
        nextID += 1
        waiting[nextID] = Waiter(after: after, wake: wake)
        return nextID
    }

    /// Lets one go who waits no longer; nil when that one was woken.
    mutating func leave(_ id: Int) -> Wake? { waiting.removeValue(forKey: id)?.wake }

    /// How many wait.
    var count: Int { waiting.count }

    /// Where to read on; nil when nobody waits.
    var goal: Int64? { waiting.isEmpty ? nil : position }

    /// Takes what was read from a position on. Nothing, when meanwhile another one is to be read from.
    ///
    /// - Returns: whom to wake, with what.
    mutating func advance(from begin: Int64, by events: [FeedEvent]) -> [(Wake, [FeedEvent])] {
        guard position == begin, let end = events.last?.position else { return [] }
        (position, last) = (end, events)
        return take { $0.after < end }.map { waiter in (waiter.wake, read(after: waiter.after) ?? []) }
    }

    /// Begins anew from where the log ends, which is before what was read.
    ///
    /// - Returns: those who wait beyond it.
    mutating func goBack(to end: Int64) -> [Wake] {
        (position, last) = (end, [])
        return take { $0.after > end }.map(\.wake)
    }

    /// All who wait, who do so no longer.
    mutating func dismiss() -> [Wake] { take { _ in true }.map(\.wake) }

    private mutating func take(where condition: (Waiter) -> Bool) -> [Waiter] {
        let taken = waiting.filter { condition($0.value) }
        for id in taken.keys { waiting[id] = nil }
        return Array(taken.values)
    }
}

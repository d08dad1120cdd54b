/// Some events of the log, in order.
public struct FeedPage: Sendable, Equatable {
    /// Empty when nothing follows.
    public let events: [FeedEvent]
    /// The cursor to continue from: after the last event, or the requested cursor.
    public let end: FeedCursor

    init(_ events: [FeedEvent], end: FeedCursor) {
        self.events = events
        self.end = end
    }

    /// The first `limit` events of the page.
    func prefix(_ limit: Int) -> FeedPage {
        guard events.count > limit, limit > 0 else { return self }
        return FeedPage(Array(events[..<limit]), end: events[limit - 1].cursor)
    }
}

/// Some events of the log, in order.
public struct FeedPage: Sendable, Equatable {
    /// None, when nothing follows.
    public let events: [FeedEvent]
    /// Where to continue: behind the last event, or where the page was asked for.
    public let end: FeedCursor

    init(_ events: [FeedEvent], end: FeedCursor) {
        self.events = events
        self.end = end
    }

    /// At most `limit` of its events.
    func prefix(_ limit: Int) -> FeedPage {
        guard events.count > limit, limit > 0 else { return self }
        return FeedPage(Array(events[..<limit]), end: events[limit - 1].cursor)
    }
}

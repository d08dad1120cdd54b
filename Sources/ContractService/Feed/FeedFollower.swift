/// A consumer of the log that has come to a place in it, and goes on from there.
public struct FeedFollower: Sendable {
    private let feed: EventFeed
    private let place: EventFeed.Place
    /// Behind the last event given.
    public private(set) var cursor: FeedCursor

    init(_ feed: EventFeed, after cursor: FeedCursor, place: EventFeed.Place) {
        self.feed = feed
        self.cursor = cursor
        self.place = place
    }

    /// The events that follow, in order, some at a time; none when there are none in this time, or the database was away.
    ///
    /// - Throws: what is wrong with the log: `FeedTrouble`, `LogDamage`.
    public mutating func next(within patience: Duration) async throws -> [FeedEvent] {
        let page = try await feed.next(after: cursor, within: patience)
        cursor = page.end
        return page.events
    }
}

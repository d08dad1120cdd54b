/// A consumer that follows the log from a cursor.
public struct FeedFollower: Sendable {
    private let feed: EventFeed
    private let place: EventFeed.Place
    /// The cursor after the last event given.
    public private(set) var cursor: FeedCursor

    init(_ feed: EventFeed, after cursor: FeedCursor, place: EventFeed.Place) {
        self.feed = feed
        self.cursor = cursor
        self.place = place
    }

    /// The next events, in order, some at a time. Empty when none come within `patience`, or the database is unavailable.
    ///
    /// - Throws: `FeedTrouble` or `LogDamage`, when the log is wrong.
    public mutating func next(within patience: Duration) async throws -> [FeedEvent] {
        let page = try await feed.next(after: cursor, within: patience)
        cursor = page.end
        return page.events
    }
}

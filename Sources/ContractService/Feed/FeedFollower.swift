/// A consumer of the log that has come to a position, and goes on from there.
public struct FeedFollower: Sendable {
    private let feed: EventFeed
    private let place: EventFeed.Place
    /// The position of the last event given.
    public private(set) var position: Int64

    init(_ feed: EventFeed, after position: Int64, place: EventFeed.Place) {
        self.feed = feed
        self.position = position
        self.place = place
    }

    /// The events that follow, in order, some at a time; none when there are none in this time, or the database was away.
    ///
    /// - Throws: what is wrong with the log: `FeedTrouble`, `LogDamage`.
    public mutating func next(within patience: Duration) async throws -> [FeedEvent] {
        let events = try await feed.next(after: position, within: patience)
        if let last = events.last { position = last.position }
        return events
    }
}

public import ContractService

/// What the routes ask of the log: `EventFeed`, or a script in its place in tests.
public protocol EventFeeding: Sendable {
    /// A consumer that goes on from a position.
    associatedtype Follower: FeedFollowing

    /// The events after a place, at most `limit`; when there are none, those that come within `patience`.
    func events(after cursor: FeedCursor, limit: Int, waiting patience: Duration) async throws -> FeedPage

    /// Follows the log from a place on.
    func follow(after cursor: FeedCursor) async throws -> Follower
}

extension EventFeed: EventFeeding {}

extension FeedFollower: FeedFollowing {}

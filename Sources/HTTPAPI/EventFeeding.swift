public import ContractService

/// The log as the routes use it: `EventFeed`, or a script in tests.
public protocol EventFeeding: Sendable {
    /// A consumer that follows the log from a position.
    associatedtype Follower: FeedFollowing

    /// At most `limit` events after `cursor`. When there are none, waits up to `patience` for new ones.
    func events(after cursor: FeedCursor, limit: Int, waiting patience: Duration) async throws -> FeedPage

    /// Follows the log from `cursor` on.
    func follow(after cursor: FeedCursor) async throws -> Follower
}

extension EventFeed: EventFeeding {}

extension FeedFollower: FeedFollowing {}

public import ContractService

/// A consumer of the log that goes on from the position to which it has come.
public protocol FeedFollowing: Sendable {
    /// The events that follow; none when there are none in this time.
    mutating func next(within patience: Duration) async throws -> [FeedEvent]
}

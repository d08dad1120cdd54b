public import ContractService

/// A consumer of the log that remembers its position.
public protocol FeedFollowing: Sendable {
    /// The next events; empty when none come within `patience`.
    mutating func next(within patience: Duration) async throws -> [FeedEvent]
}

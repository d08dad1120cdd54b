public import CivilTime
import FoundationEssentials
import Synchronization

/// A clock for the log and for questions about the present.
public protocol ServiceClock: Sendable {
    /// The present instant.
    func now() -> Instant
}

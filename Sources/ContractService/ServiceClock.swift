public import CivilTime
import FoundationEssentials
import Synchronization

/// What time it is, for the log and for questions about now.
public protocol ServiceClock: Sendable {
    /// The present instant.
    func now() -> Instant
}

package import CivilTime

/// A proof of how old a standby's log is at most.
public struct StandbyProof: Sendable {
    /// The position up to which the standby's log goes.
    public let position: Int64
    /// When the event there was recorded; nil for an empty log.
    let recordedAt: Instant?
    /// Everything that the primary had committed by then is in the standby's log.
    let since: ContinuousClock.Instant

    /// The greatest age that an answer from this log can have now.
    public var age: Duration { ContinuousClock.now - since }
}

extension [Instant] {
    /// Whether a log whose last event was recorded at `last` holds every event up to these instants, as the primary's log does.
    /// Then it gives the primary's answer for them.
    ///
    /// - Parameter now: the present by the service's clock. An instant ahead of it is ahead of the primary too.
    package func areCovered(byLogThrough last: Instant?, now: Instant) -> Bool {
        // Events never go back in time. So after an event later than an instant, none of that instant can follow.
        allSatisfy { instant in instant >= now || last.map { instant < $0 } ?? false }
    }
}

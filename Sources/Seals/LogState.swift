public import CivilTime

/// A log as the database has it now, for a comparison with seals.
public struct LogState: Sendable {
    /// The log's id.
    public let log: String
    /// Its incarnation.
    public let incarnation: SealedIncarnation
    /// Its events.
    public let events: ChainState
    /// Its access log.
    public let readings: ChainState
    /// When the last reading was; nil when there is none.
    public let lastReadingAt: Instant?
    /// Its register of erasures.
    public let erasures: ChainState
    /// The instant of the comparison.
    public let now: Instant

    /// A log as it is now.
    public init(
        log: String, incarnation: SealedIncarnation, events: ChainState, readings: ChainState, lastReadingAt: Instant?,
        erasures: ChainState, now: Instant
    ) {
        (self.log, self.incarnation, self.now) = (log, incarnation, now)
        (self.events, self.readings, self.lastReadingAt, self.erasures) = (events, readings, lastReadingAt, erasures)
    }

    /// The seal of the log as it is.
    public var seal: LogSeal {
        LogSeal(
            log: log, sealedAt: now, incarnation: incarnation, events: events.end, readings: readings.end, lastReadingAt: lastReadingAt,
            erasures: erasures.end)
    }
}

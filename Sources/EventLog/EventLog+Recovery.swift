public import Postgres

extension EventLog {
    /// The log's identity and clock, read together.
    public struct Look: Sendable, Hashable {
        /// Which log this is.
        public let identity: LogIdentity
        /// The log's clock.
        public let clock: LogClock
        /// Whether this read began a new incarnation, because the database has moved.
        public let hasBegunIncarnation: Bool
    }

    /// Reads identity and clock in one round trip. If the database has moved since its incarnation began, begins the next incarnation.
    ///
    /// - Throws: `AwaitsRecovery` when the log was restored, and its recovery is not complete.
    public static func look(in session: Session) throws -> Look {
        let isTrue = { (row: borrowing Row) in try row.value(at: 0, as: Bool.self) }
        let (recovered, begun, identities, clocks) = try session.pipeline(
            Statement.query(isRecovered, isTrue), Statement.query("SELECT log.begin_incarnation_if_moved()", isTrue), identity, clock)
        guard recovered.first == true else { throw AwaitsRecovery() }
        return Look(identity: try identities.one(), clock: try clocks.one(), hasBegunIncarnation: begun.first ?? false)
    }

    /// The clock corrections that the owner accepted.
    public struct AcceptedClock: Sendable, Hashable {
        /// How far the log's clock is ahead of the database's from now on, in microseconds.
        public let offset: Int64
        /// The time of the last event if it is in the future by that clock, in microseconds since 1970.
        public let end: Int64?
    }

    /// Makes the clock of this process the log's clock. Only the database's owner may do this.
    ///
    /// If the log ends in the future, that is accepted too: later events take its last time until the clock reaches it.
    ///
    /// - Parameter clock: read before and after the database's clock, so that a slow database causes no offset.
    public static func acceptClock(_ clock: () -> Int64, in session: Session) throws -> AcceptedClock {
        try session.transaction { session in
            try session.execute("UPDATE log.head SET clock_offset = '0', accepted_until = NULL")
            let before = clock()
            let logClock = try session.pipeline([self.clock])[0].one()
            let offset = logClock.offset(of: before...max(before, clock()))
            let accepted = abs(offset) > LogClock.tolerance ? offset : 0
            let end = logClock.lastRecordedAt.flatMap { $0 > logClock.now + accepted + LogClock.tolerance ? $0 : nil }
            try session.execute(
                """
                UPDATE log.head SET clock_offset = \(accepted) * interval '1 microsecond',
                    accepted_until = \(end.map { PostgresTimestamp(microsecondsSince1970: $0) })
                """)
            return AcceptedClock(offset: accepted, end: end)
        }
    }

    /// The log's clock. Changes nothing.
    public static func clock(in session: Session) throws -> LogClock { try session.pipeline([clock])[0].one() }

    private static var clock: Statement<[LogClock]> {
        Statement.query("SELECT recorded_at, \(sql: LogClock.columns) FROM log.head") { row in
            try LogClock(row, lastRecordedAt: row.value(at: 0, as: PostgresTimestamp?.self)?.microsecondsSince1970, from: 1)
        }
    }
}

extension LogClock {
    /// How far a clock is ahead of the log's clock. `readings` are the clock's times before and after the log's clock was read.
    /// The offset is 0 when the log's time may lie between them.
    public func offset(of readings: ClosedRange<Int64>) -> Int64 {
        readings.lowerBound > now ? readings.lowerBound - now : readings.upperBound < now ? readings.upperBound - now : 0
    }
}

extension [LogClock] {
    /// The clock of the only row of `log.head`.
    fileprivate func one() throws -> LogClock {
        guard let first else { throw LogDamage(position: 0, .headMissing) }
        return first
    }
}

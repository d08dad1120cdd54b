public import Postgres

extension EventLog {
    /// Returns statements that run in the append's transaction, after its rows.
    public typealias Alongside = () throws -> [SQL]

    /// Appends a draft behind an end of the log, all or nothing. When this returns, the append is durable.
    ///
    /// A small draft takes one round trip. The draft must assume nothing about the log beyond `basis`.
    ///
    /// - Parameters:
    ///   - draft: the proposals to record. A draft without rows only confirms that the basis holds.
    ///   - now: the time by this process's clock, in microseconds since 1970. `recordedAt` is `now`, or the last event's if that is later.
    ///   - alongside: further statements for the same transaction.
    ///   - announcer: batches announcements; without it, each append is announced at once.
    /// - Returns: Nil when the basis is false, a key or version is taken, or the log's clock finds a fault with `now` (``ClockFault``).
    ///   Read the log and decide again.
    public static func append(
        _ draft: Draft, on basis: AppendBasis, now: Int64, alongside: Alongside? = nil, announcer: Announcer? = nil, in session: Session
    ) throws -> Appended? {
        try Append(draft, on: basis, now: now, isMadeUp: false, alongside: alongside, announcer: announcer).run(in: session)
    }

    /// Appends proposals of an invented history at the time `instant`. No clock is checked.
    ///
    /// - Returns: Nil when another process has appended.
    public static func append(_ proposals: [Proposal], behind end: Head, madeUpAt instant: Int64, in session: Session) throws -> Appended? {
        try Append(
            Draft(proposals), on: .end(end, Assumptions()), now: instant, isMadeUp: true, alongside: nil, announcer: nil
        ).run(in: session)
    }

    /// Locks the log's end until the session's transaction ends, after the appends in progress. Then append with ``AppendBasis/heldEnd(_:)``.
    ///
    /// - Returns: where the log ends, and its clock.
    public static func holdEnd(in session: Session) throws -> (end: Head, clock: LogClock) {
        guard let (end, clock) = try session.pipeline([AppendStatement.lockingHead])[0].first else {
            throw LogDamage(position: 0, .headMissing)
        }
        return (end, clock)
    }

    /// Waits until the standbys that the settings require have flushed what was written before, also by transactions that go on. Without standbys it does not wait.
    ///
    /// A long transaction does so beside itself before it holds the log's end. Then its own commit does not keep appends waiting.
    public static func waitForStandbys(in session: Session) throws {
        _ = try session.pipeline([begin, AppendStatement.confirming, commit])
    }

    /// Ends the transaction that holds the head, without an append. When this returns, everything read from the log is durable, also on the
    /// configured standbys.
    public static func release(in session: Session) throws {
        // The row lock is already a write, so COMMIT would flush. Without a standby that flush is useless, and is skipped.
        _ = try session.pipeline([
            Statement.execute(
                "SELECT set_config('synchronous_commit', 'off', true) WHERE current_setting('synchronous_standby_names') = ''"),
            commit,
        ])
    }

    static var begin: Statement<Int> { Statement.execute("BEGIN ISOLATION LEVEL READ COMMITTED") }
    static var commit: Statement<Int> { Statement.execute("COMMIT") }
}

/// One append.
private struct Append {
    let draft: Draft
    let basis: AppendBasis
    let now: Int64
    let isMadeUp: Bool
    let alongside: EventLog.Alongside?
    let announcer: Announcer?

    init(
        _ draft: Draft, on basis: AppendBasis, now: Int64, isMadeUp: Bool, alongside: EventLog.Alongside?, announcer: Announcer?
    ) {
        (self.draft, self.basis, self.now, self.isMadeUp) = (draft, basis, now, isMadeUp)
        (self.alongside, self.announcer) = (alongside, announcer)
    }

    func run(in session: Session) throws -> Appended? {
        do { return try appended(in: session) } catch {
            // If ROLLBACK fails too, the connection is lost or closed, and its transaction ends with it.
            _ = try? session.execute("ROLLBACK")
            guard let error = error as? PostgresError, error.isOfTaken else { throw error }
            return nil
        }
    }

    private func appended(in session: Session) throws -> Appended? {
        if draft.isEmpty { return try confirmed(in: session) }
        return draft.isCopied || alongside != nil || basis.isHeld ? try inSteps(in: session) : try atOnce(in: session)
    }

    /// Records nothing, and confirms the basis.
    private func confirmed(in session: Session) throws -> Appended? {
        var copy = FairCopy(of: draft, behind: basis.head, now: now)
        let appended = Appended(end: basis.head, receipts: draft.claims.indices.map { copy.add($0) })
        guard case .end(let end, let assumptions) = basis else {
            try EventLog.release(in: session)
            return appended
        }
        // A read-only database may be an outdated copy.
        let found = try session.pipeline([
            EventLog.begin,
            Statement.execute(
                "SELECT FROM log.head WHERE \(sql: condition(end, assumptions)) AND current_setting('transaction_read_only') = 'off'"),
            AppendStatement.confirming, EventLog.commit,
        ])[1]
        return found == 1 ? appended : nil
    }

    /// Appends in one round trip: the rows are inserted only if the head was moved.
    private func atOnce(in session: Session) throws -> Appended? {
        guard case .end(let end, let assumptions) = basis else { return nil }
        var copy = FairCopy(of: draft, behind: end, now: now)
        let receipts = draft.claims.indices.map { copy.add($0) }
        let isAnnounced = announcer?.isDue() ?? true
        let announcing = isAnnounced ? [Statement.execute(AppendStatement.announcement)] : []
        let moved = try session.pipeline(
            [EventLog.begin, moving(to: copy.head, where: condition(end, assumptions))] + copy.statements(ifHeadIsMoved: true)
                + announcing + [EventLog.commit])[1]
        if moved == 0 { return nil }
        if !isAnnounced { announcer?.announceLater() }
        return Appended(end: copy.head, receipts: receipts)
    }

    /// Locks the head first, and moves it last. While PostgreSQL stores some rows, the next are numbered.
    private func inSteps(in session: Session) throws -> Appended? {
        if case .end(let end, let assumptions) = basis {
            let holding = Statement.execute("SELECT FROM log.head WHERE \(sql: condition(end, assumptions)) FOR UPDATE")
            guard try session.pipeline([EventLog.begin, holding])[1] == 1 else {
                try session.execute("ROLLBACK")
                return nil
            }
        }
        var copy = FairCopy(of: draft, behind: basis.head, now: now)
        let receipts = try record(&copy, in: session)
        let isAnnounced = announcer?.isDue() ?? true
        let announcing = isAnnounced ? [Statement.execute(AppendStatement.announcement)] : []
        _ = try session.pipeline(
            (draft.isCopied ? [] : copy.statements(ifHeadIsMoved: false)) + (try alongside?() ?? []).map(Statement.execute)
                + [moving(to: copy.head)] + announcing + [EventLog.commit])
        if !isAnnounced { announcer?.announceLater() }
        return Appended(end: copy.head, receipts: receipts)
    }

    /// Numbers the proposals, and writes their rows with COPY if they are many.
    private func record(_ copy: inout FairCopy, in session: Session) throws -> [Receipt] {
        var receipts: [Receipt] = []
        receipts.reserveCapacity(draft.claims.count)
        guard draft.isCopied else { return draft.claims.indices.map { copy.add($0) } }
        try session.copyIn("COPY log.event (\(sql: Draft.eventColumns)) FROM STDIN (FORMAT binary)") { rows in
            for place in draft.claims.indices {
                receipts.append(copy.add(place))
                if copy.events.bytes.count >= 1 << 15 { try copy.handEvents(to: rows.bytes) }
            }
            try copy.handEvents(to: rows.bytes)
        }
        if !copy.keys.bytes.isEmpty {
            try session.copyIn("COPY log.idempotency (\(sql: Draft.keyColumns)) FROM STDIN (FORMAT binary)") {
                try $0.bytes(copy.keys.bytes)
            }
        }
        return receipts
    }

    /// True if the log ends at `end`, the assumptions hold, and the log's clock finds no fault with `now`. Made-up history skips the clock.
    private func condition(_ end: Head, _ assumptions: Assumptions) -> SQL {
        """
        position = \(end.position) AND hash = \(end.hash)
            AND recorded_at IS NOT DISTINCT FROM \(end.recordedAt.map { PostgresTimestamp(microsecondsSince1970: $0) })
            AND \(sql: isMadeUp ? "true" : LogClock.hasNoFault(at: now)) AND \(sql: assumptions.condition)
        """
    }

    private func moving(to head: Head, where condition: SQL = "true") -> Statement<Int> {
        Statement.execute(
            """
            UPDATE log.head SET position = \(head.position), hash = \(head.hash),
                recorded_at = \(head.recordedAt.map { PostgresTimestamp(microsecondsSince1970: $0) })
            WHERE \(sql: condition)
            """)
    }
}

extension AppendBasis {
    fileprivate var isHeld: Bool { if case .heldEnd = self { true } else { false } }
}

extension PostgresError {
    /// Whether a unique key rejected a key or a version that is already recorded. Each part of the events has a primary key of its own name.
    fileprivate var isOfTaken: Bool {
        guard sqlState == .uniqueViolation, let constraint else { return false }
        return constraint == "idempotency_pkey" || constraint.hasPrefix("event_") && constraint.hasSuffix("_pkey")
    }
}

extension Head {
    /// Reads the columns `position, hash, recorded_at`, and ignores columns after them.
    init(_ row: borrowing Row) throws {
        self.init(
            position: try row.value(at: 0), hash: try row.value(at: 1),
            recordedAt: try row.value(at: 2, as: PostgresTimestamp?.self)?.microsecondsSince1970)
    }
}

extension Receipt {
    /// Reads the columns `contract_id, first_version, last_version, version, position, recorded_at` from `column` on.
    init(_ row: borrowing Row, from column: Int) throws {
        let first = try row.value(at: column + 1, as: Int?.self)
        let last = try row.value(at: column + 2, as: Int?.self)
        self.init(
            contract: try row.value(at: column), versions: first.flatMap { first in last.map { first...$0 } },
            version: try row.value(at: column + 3), position: try row.value(at: column + 4),
            recordedAt: try row.value(at: column + 5, as: PostgresTimestamp.self).microsecondsSince1970)
    }
}

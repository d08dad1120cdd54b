public import Postgres
import FoundationEssentials

extension EventLog {
    /// Records what can be recorded of a draft, in its order, in one transaction. Must not be called inside a transaction.
    ///
    /// Proposals for one contract are judged one after the other; anything but an acceptance ends the contract's part of the append, and
    /// the rest of it is a conflict. What bears on the verdicts is read behind the lock of the head, unless it is known: it cannot change then,
    /// since whoever changes it holds the lock. Whatever can be done before the lock is.
    /// - Parameters:
    ///   - now: The instant by the clock of this process, in microseconds since 1970. `recordedAt` is this, or that of the last event if it is later.
    ///   - alongside: what else is done in the same transaction.
    ///   - known: what was looked up for the proposals, which need not be again where nobody else has appended since.
    ///   - announcer: says when an append is announced, if not each at once.
    /// - Returns: A verdict for each proposal. When it returns, what it says is durable.
    /// - Throws: `ClockFault` when `now` is not the time by the log's clock, or the log ends in the future: nothing is recorded then.
    public static func append(
        _ draft: Draft, now: Int64, alongside: Alongside? = nil, known: LookedUp? = nil, announcer: Announcer? = nil, in session: Session
    ) throws -> [Verdict] {
        try append(
            draft, at: now, checksClock: true, alongside: alongside, known: known, announcer: announcer, in: session)
    }

    /// Records what can be recorded of the proposals of a made-up history, which has its own time: no clock is asked.
    public static func append(_ proposals: [Proposal], madeUpAt instant: Int64, in session: Session) throws -> [Verdict] {
        try append(Draft(proposals), at: instant, checksClock: false, alongside: nil, known: nil, announcer: nil, in: session)
    }

    private static func append(
        _ draft: Draft, at now: Int64, checksClock: Bool, alongside: Alongside?, known: LookedUp?, announcer: Announcer?,
        in session: Session
    ) throws -> [Verdict] {
        if draft.isEmpty {
            if let known { try confirm(known.turn, in: session) }
            return []
        }
        let expected = known.map { (lookedUp: $0, rulings: Ruling.on(draft.claims)) }
        do {
            let head = try checksClock ? takeTurn(known?.turn, at: now, in: session) : takeTurnOfAnyTime(in: session)
            let rulings =
                if let expected, let positions = expected.lookedUp.positions, expected.lookedUp.own.covers(from: positions, to: head) {
                    expected.rulings
                } else {
                    try rulings(on: draft.claims, in: session)
                }
            var copy = FairCopy(of: draft, behind: head, now: now)
            let verdicts = try record(rulings, in: &copy, isCopied: draft.isCopied, session)
            if copy.head == head {
                _ = try session.pipeline(copy.statements + statements(alongside, verdicts) + [commit])
                return verdicts
            }
            known?.own.note(from: head, through: copy.head)
            let isAnnounced = announcer?.isDue() ?? true
            let closing = [moving(to: copy.head)] + (isAnnounced ? [Statement.execute(announcement)] : []) + [commit]
            _ = try session.pipeline(copy.statements + statements(alongside, verdicts) + closing)
            if !isAnnounced { announcer?.announceLater() }
            return verdicts
        } catch {
            known?.own.end()
            // Where this fails too, the connection is gone or is given up, and the transaction with it.
            _ = try? session.execute("ROLLBACK")
            throw error
        }
    }

    /// Makes statements that are run in the transaction of an append, after it: told which of the proposals were accepted, by their places.
    public typealias Alongside = (_ isAccepted: (Int) -> Bool) throws -> [SQL]

    /// Ends the turn, if it was taken, without an append. When it returns, what was read in the log before is durable, as far as standbys are asked for.
    private static func confirm(_ turn: Turn?, in session: Session) throws {
        guard turn != nil else {
            _ = try session.pipeline([begin, AppendStatement.confirming, commit])
            return
        }
        do {
            // The row lock of the turn is a write already, and makes the COMMIT wait.
            _ = try session.pipeline([leavingUnflushed, commit])
        } catch {
            _ = try? session.execute("ROLLBACK")
            throw error
        }
    }

    /// Spares the COMMIT of a row lock its flush, where no standby is asked for.
    private static var leavingUnflushed: Statement<Int> {
        Statement.execute(
            "SELECT set_config('synchronous_commit', 'off', true) WHERE current_setting('synchronous_standby_names') = ''")
    }

    static var begin: Statement<Int> { Statement.execute("BEGIN ISOLATION LEVEL READ COMMITTED") }
    static var commit: Statement<Int> { Statement.execute("COMMIT") }

    /// What is to be run for those of the proposals that got these verdicts.
    private static func statements(_ alongside: Alongside?, _ verdicts: [Verdict]) throws -> [Statement<Int>] {
        try alongside.map { alongside in
            try alongside { if case .appended = verdicts[$0] { true } else { false } }.map(Statement.execute)
        } ?? []
    }

    /// Looks up what bears on the verdicts, and judges.
    private static func rulings(on claims: [Draft.Claim], in session: Session) throws -> [Ruling] {
        let expected = Dictionary(claims.map { ($0.contract, $0.expectedVersion) }) { min($0, $1) }
        let (newest, answers) = try session.pipeline(
            versions(from: expected), kept(under: claims.compactMap(\.key?.key)))
        var versions = Dictionary(uniqueKeysWithValues: newest)
        let short = expected.filter { $0.value > 0 && versions[$0.key] == nil }.mapValues { _ in 0 }
        if !short.isEmpty {
            for (contract, version) in try session.pipeline([self.versions(from: short)])[0] { versions[contract] = version }
        }
        for contract in expected.keys where versions[contract] == nil { versions[contract] = 0 }
        return Ruling.on(claims, versions: versions, answers: Dictionary(uniqueKeysWithValues: answers))
    }

    /// The version of each contract that has reached at least the one named: of a contract that is where it is expected to be, one entry of the
    /// index is read, however long its history.
    private static func versions(from expected: [UUID: Int]) -> Statement<[(UUID, Int)]> {
        Statement.query(
            """
            SELECT e.contract_id, max(e.version) FROM log.event e
            JOIN unnest(\(Array(expected.keys)), \(expected.values.map { Int32($0) })) AS p (contract_id, version)
                ON e.contract_id = p.contract_id AND e.version >= p.version
            GROUP BY e.contract_id
            """
        ) { row in (try row.value(at: 0, as: UUID.self), try row.value(at: 1, as: Int.self)) }
    }

    /// Numbers what is accepted. Many rows are copied in: while PostgreSQL takes some of them the next are numbered.
    private static func record(_ rulings: [Ruling], in copy: inout FairCopy, isCopied: Bool, _ session: Session) throws -> [Verdict] {
        var verdicts: [Verdict] = []
        verdicts.reserveCapacity(rulings.count)
        func judge(_ place: Int) {
            switch rulings[place] {
            case .accepted: verdicts.append(.appended(copy.add(place)))
            case .conflict(let actualVersion): verdicts.append(.conflict(actualVersion: actualVersion))
            case .replayed(let receipt): verdicts.append(.replayed(receipt))
            case .repeats(let first): verdicts.append(verdicts[first].again)
            case .mismatched: verdicts.append(.mismatched)
            case .forgotten: verdicts.append(.forgotten)
            }
        }
        guard isCopied else {
            for place in rulings.indices { judge(place) }
            return verdicts
        }
        try session.copyIn("COPY log.event (\(sql: Draft.eventColumns)) FROM STDIN (FORMAT binary)") { rows in
            for place in rulings.indices {
                judge(place)
                if copy.events.bytes.count >= 1 << 15 { try copy.handEvents(to: rows.bytes) }
            }
            try copy.handEvents(to: rows.bytes)
        }
        if !copy.keys.bytes.isEmpty {
            try session.copyIn("COPY log.idempotency (\(sql: keyColumns)) FROM STDIN (FORMAT binary)") { try $0.bytes(copy.keys.bytes) }
        }
        return verdicts
    }

    /// Waits for the appends under way, unless that was done, and reads the head.
    /// - Throws: `ClockFault` when `now` is not the time.
    private static func takeTurn(_ taken: Turn?, at now: Int64, in session: Session) throws -> Head {
        guard let turn = try taken ?? session.pipeline(begin, AppendStatement.takingTurn).1.first else {
            throw LogDamage(position: 0, .headMissing)
        }
        if let fault = turn.clock.fault(at: now) { throw fault }
        return turn.head
    }

    /// The same for a history that has its own time.
    private static func takeTurnOfAnyTime(in session: Session) throws -> Head {
        guard let head = try session.pipeline(begin, Statement.query(AppendStatement.lock, Head.init)).1.first else {
            throw LogDamage(position: 0, .headMissing)
        }
        return head
    }

    static func moving(to head: Head, where condition: SQL = "true") -> Statement<Int> {
        Statement.execute(
            """
            UPDATE log.head SET position = \(head.position), hash = \(head.hash),
                recorded_at = \(head.recordedAt.map { PostgresTimestamp(microsecondsSince1970: $0) })
            WHERE \(sql: condition)
            """)
    }

    /// Tells whoever listens that there is more.
    static var announcement: SQL { "SELECT pg_notify(\(channel), '')" }
}

extension Verdict {
    /// That on the same proposal once more.
    fileprivate var again: Verdict { if case .appended(let receipt) = self { .replayed(receipt) } else { self } }
}

extension Head {
    /// Reads the columns `position, hash, recorded_at`, and leaves what may follow them.
    init(_ row: borrowing Row) throws {
        self.init(
            position: try row.value(at: 0), hash: try row.value(at: 1),
            recordedAt: try row.value(at: 2, as: PostgresTimestamp?.self)?.microsecondsSince1970)
    }
}

extension Receipt {
    /// Reads the columns `contract_id, first_version, last_version, version, position, recorded_at` that begin at `column`.
    init(_ row: borrowing Row, from column: Int) throws {
        let first = try row.value(at: column + 1, as: Int?.self)
        let last = try row.value(at: column + 2, as: Int?.self)
        self.init(
            contract: try row.value(at: column), versions: first.flatMap { first in last.map { first...$0 } },
            version: try row.value(at: column + 3), position: try row.value(at: column + 4),
            recordedAt: try row.value(at: column + 5, as: PostgresTimestamp.self).microsecondsSince1970)
    }
}

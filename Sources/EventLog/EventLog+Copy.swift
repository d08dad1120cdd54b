import FoundationEssentials
import Postgres

extension EventLog {
    /// The append of many: what is there is read once behind the lock, the proposals are judged here, and what is accepted is copied in.
    ///
    /// Nothing that bears on the verdicts can change between the statements: whoever changes it holds the lock.
    static func copy(
        _ proposals: [Proposal], now: Int64, known: LookedUp?, alongside: Alongside?, in session: Session
    ) throws -> [Verdict] {
        do {
            guard let head = try session.pipeline(begin, Statement.query(AppendStatement.lock, Head.init)).1.first else {
                throw LogDamage(position: 0, .headMissing)
            }
            let isKnown = known.map { $0.own.covers(from: $0.position, to: head) } ?? false
            var ruling = try isKnown ? Ruling(on: head, now: now) : looked(up: proposals, on: head, now: now, in: session)
            let verdicts = try record(proposals, by: &ruling, in: session)
            if ruling.hasEvents { known?.own.note(from: head, through: ruling.head) }
            _ = try session.pipeline(statements(alongside, verdicts) + closing(ruling))
            return verdicts
        } catch {
            known?.own.end()
            // Where this fails too, the connection is gone or is given up, and the transaction with it.
            _ = try? session.execute("ROLLBACK")
            throw error
        }
    }

    /// Looks up what bears on the verdicts.
    private static func looked(up proposals: [Proposal], on head: Head, now: Int64, in session: Session) throws -> Ruling {
        let expected = Dictionary(proposals.map { ($0.contract, $0.expectedVersion) }) { min($0, $1) }
        let (newest, answers) = try session.pipeline(
            versions(from: expected), kept(under: proposals.compactMap(\.idempotency?.key)))
        var versions = Dictionary(uniqueKeysWithValues: newest)
        let short = expected.filter { $0.value > 0 && versions[$0.key] == nil }.mapValues { _ in 0 }
        if !short.isEmpty {
            for (contract, version) in try session.pipeline([self.versions(from: short)])[0] { versions[contract] = version }
        }
        for contract in expected.keys where versions[contract] == nil { versions[contract] = 0 }
        return Ruling(on: head, now: now, versions: versions, answers: Dictionary(uniqueKeysWithValues: answers))
    }

    /// The version of each contract that has reached at least the one named: of a contract that is where it is expected to be, one entry of the
    /// index is read, however long its history.
    private static func versions(from expected: [UUID: Int]) -> Statement<[(UUID, Int)]> {
        Statement.query(
            """
            SELECT e.contract_id, max(e.version) FROM log.event e
            JOIN unnest(\(Array(expected.keys)), \(expected.values.map { Int32(clamping: $0) })) AS p (contract_id, version)
                ON e.contract_id = p.contract_id AND e.version >= p.version
            GROUP BY e.contract_id
            """
        ) { row in (try row.value(at: 0, as: UUID.self), try row.value(at: 1, as: Int.self)) }
    }

    /// Judges the proposals, and copies in what is accepted: while PostgreSQL takes some rows the next are made, since everybody waits.
    private static func record(_ proposals: [Proposal], by ruling: inout Ruling, in session: Session) throws -> [Verdict] {
        var verdicts: [Verdict] = []
        verdicts.reserveCapacity(proposals.count)
        if proposals.allSatisfy(\.events.isEmpty) {
            for proposal in proposals { verdicts.append(ruling.judge(proposal)) }
        } else {
            try session.copyIn("COPY log.event (\(sql: columns)) FROM STDIN (FORMAT binary)") { rows in
                for proposal in proposals {
                    verdicts.append(ruling.judge(proposal))
                    if ruling.events.bytes.count >= 1 << 15 { try rows.bytes(ruling.takeEvents()) }
                }
                try rows.bytes(ruling.takeEvents())
            }
        }
        if !ruling.keys.bytes.isEmpty {
            try session.copyIn("COPY log.idempotency (\(sql: keyColumns)) FROM STDIN (FORMAT binary)") { try $0.bytes(ruling.keys.bytes) }
        }
        return verdicts
    }

    /// Moves the head if there are events, and announces them; ends the transaction.
    private static func closing(_ ruling: Ruling) -> [Statement<Int>] {
        guard ruling.hasEvents else { return [commit] }
        let (head, instant) = (ruling.head, ruling.instant)
        return [
            Statement.execute(
                """
                UPDATE log.head SET position = \(head.position), hash = \(head.hash),
                    recorded_at = \(PostgresTimestamp(microsecondsSince1970: instant))
                """),
            Statement.execute("SELECT pg_notify(\(channel), '')"), commit,
        ]
    }
}

extension Head {
    /// Reads the columns `position, hash, recorded_at`, and leaves what may follow them.
    init(_ row: borrowing Row) throws {
        self.init(
            position: try row.value(at: 0), hash: try row.value(at: 1),
            recordedAt: try row.value(at: 2, as: PostgresTimestamp?.self)?.microsecondsSince1970)
    }
}

extension BinaryRows {
    /// Adds a row of `EventLog.columns`.
    mutating func add(_ event: RecordedEvent) {
        row(fields: 9)
        field(event.position)
        field(event.contract)
        field(Int32(event.version))
        field(event.type)
        field(Int16(event.schema))
        field(PostgresTimestamp(microsecondsSince1970: event.recordedAt))
        field(event.recordedBy)
        field(event.payload)
        field(event.hash)
    }

    /// Adds a row of `EventLog.keyColumns`.
    mutating func add(_ key: IdempotencyKey, _ receipt: Receipt) {
        row(fields: 8)
        field(key.key)
        field(key.fingerprint)
        field(receipt.contract)
        if let versions = receipt.versions {
            field(Int32(versions.lowerBound))
            field(Int32(versions.upperBound))
        } else {
            null()
            null()
        }
        field(Int32(receipt.version))
        field(receipt.position)
        field(PostgresTimestamp(microsecondsSince1970: receipt.recordedAt))
    }
}

public import FoundationEssentials
public import JSON
public import Postgres

/// The proposals in the database.
public struct Proposals: ProposalKeeping {
    let database: Database
    private let now: @Sendable () -> Int64

    /// For how long a proposal waits, in microseconds.
    static let lifetime: Int64 = 7 * 86_400 * 1_000_000
    /// The most waiting proposals of one caller.
    static let limit = 1000

    /// - Parameter now: the service's time, in microseconds since 1970.
    public init(database: Database, now: @escaping @Sendable () -> Int64) {
        self.database = database
        self.now = now
    }

    /// Keeps a request, which another caller has seven days to confirm.
    public func propose(_ request: ProposedRequest, by caller: String, key: String?) async throws -> ProposedChange {
        let (id, now) = (UUID(), now())
        let body = PostgresJSON(utf8: request.body.bytes(sortedKeys: true))
        let instant = PostgresTimestamp(microsecondsSince1970: now)
        let end = PostgresTimestamp(microsecondsSince1970: now + Self.lifetime)
        return try await database.transaction { session in
            let waiting = try session.one(
                """
                SELECT count(*) FROM access.proposal WHERE proposed_by = \(caller) AND outcome IS NULL AND ends_at > \(instant)
                """, as: Int.self)
            // Erasure is final, so a caller's demand is not kept twice: one could be rejected and its twin confirmed.
            if request.operation == .erase {
                try session.execute("SELECT pg_advisory_xact_lock(hashtextextended(\(request.path), 0))")
                let same: SQL = "proposed_by = \(caller) AND path = \(request.path) AND outcome IS NULL AND ends_at > \(instant)"
                if let earlier = try Self.first(same, at: now, in: session) { return earlier }
            }
            if waiting >= Self.limit { throw ProposalTrouble.tooMany(limit: Self.limit) }
            // When a request and its retry come at once, the first is kept.
            try session.execute(
                """
                INSERT INTO access.proposal (id, operation, path, contract_id, body, if_match, key, proposed_by, proposed_at, ends_at)
                VALUES (\(id), \(request.operation.rawValue), \(request.path), \(request.contract), \(body), \(request.ifMatch), \(key), \(caller),
                    \(instant), \(end))
                ON CONFLICT (proposed_by, key) DO NOTHING
                """)
            if let kept = try Self.first("id = \(id)", at: now, in: session) { return kept }
            guard let earlier = try Self.first("proposed_by = \(caller) AND key = \(key)", at: now, in: session), earlier.request == request
            else { throw ProposalTrouble.otherRequest }
            return earlier
        }
    }

    /// The proposal that a caller made under an idempotency key, if any.
    public func proposal(under key: String, by caller: String, for request: ProposedRequest) async throws -> ProposedChange? {
        let now = now()
        let found = try await database.withSession { session in
            try Self.first("proposed_by = \(caller) AND key = \(key)", at: now, in: session)
        }
        if let found, found.request != request { throw ProposalTrouble.otherRequest }
        return found
    }

    /// The proposal with this id, if any.
    public func proposal(_ id: UUID) async throws -> ProposedChange? {
        let now = now()
        return try await database.withSession { session in try Self.first("id = \(id)", at: now, in: session) }
    }

    /// The proposals of a caller, the latest first; with `others`, the unfinished proposals of other callers too.
    public func proposals(by caller: String, andOthers others: Bool, before: Int64?, limit: Int) async throws -> [ProposedChange] {
        let now = now()
        let instant = PostgresTimestamp(microsecondsSince1970: now)
        let whose: SQL =
            others
            ? "(proposed_by = \(caller) OR outcome = 'confirming' OR outcome IS NULL AND ends_at > \(instant))" : "proposed_by = \(caller)"
        return try await database.withSession { session in
            try Self.all("\(sql: whose) AND number < \(before ?? .max) ORDER BY number DESC LIMIT \(limit)", at: now, in: session)
        }
    }

    /// Decides on a proposal that waits, if this caller may.
    public func settle(_ decision: ProposalDecision, on id: UUID, by caller: String) async throws -> ProposedChange? {
        let now = now()
        let instant = PostgresTimestamp(microsecondsSince1970: now)
        let (outcome, reason): (String, String?) =
            switch decision {
            case .confirm: ("confirming", nil)
            case .reject(let reason): ("rejected", reason)
            case .withdraw: ("withdrawn", nil)
            }
        return try await database.transaction { session in
            // One statement, so that only one of several concurrent decisions counts.
            try session.execute(
                """
                UPDATE access.proposal SET outcome = \(outcome), decided_by = \(caller), decided_at = \(instant), reason = \(reason)
                WHERE id = \(id) AND outcome IS NULL AND ends_at > \(instant) AND (proposed_by = \(caller)) = \(decision == .withdraw)
                """)
            return try Self.first("id = \(id)", at: now, in: session)
        }
    }

    /// Stores the outcome of a proposal that was run.
    public func settle(_ id: UUID, refusal: JSON?) async throws -> ProposedChange? {
        let now = now()
        let refusal = refusal.map { PostgresJSON(utf8: $0.bytes()) }
        return try await database.transaction { session in
            if let refusal {
                try session.execute(
                    "UPDATE access.proposal SET outcome = 'refused', refusal = \(refusal) WHERE id = \(id) AND outcome = 'confirming'")
            } else {
                try session.execute(
                    """
                    UPDATE access.proposal SET outcome = 'confirmed', refusal = NULL WHERE id = \(id) AND outcome IN ('confirming', 'refused')
                    """)
            }
            return try Self.first("id = \(id)", at: now, in: session)
        }
    }

    /// The proposals that were confirmed and whose outcome is not yet known.
    public func confirming() async throws -> [ProposedChange] {
        let now = now()
        return try await database.withSession { session in try Self.all("outcome = 'confirming' ORDER BY number", at: now, in: session) }
    }

    /// Drops the proposals made more than `months` months ago; `months` is 6 to 36.
    ///
    /// - Returns: how many proposals were dropped.
    @discardableResult
    public func drop(keeping months: Int) async throws -> Int {
        try await database.withSession { session in try session.one("SELECT access.drop_proposals(\(Int32(months)))", as: Int.self) }
    }
}

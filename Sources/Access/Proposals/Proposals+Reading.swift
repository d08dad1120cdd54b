import FoundationEssentials
import JSON
import Postgres

extension Proposals {
    /// The first proposal that matches a condition.
    static func first(_ condition: SQL, at now: Int64, in session: Session) throws -> ProposedChange? {
        try all("\(sql: condition) LIMIT 1", at: now, in: session).first
    }

    /// The proposals that match a condition, with its order and limit. Leaves out proposals that only a newer version can read.
    ///
    /// - Parameter now: the instant at which proposals count as waiting or expired.
    static func all(_ condition: SQL, at now: Int64, in session: Session) throws -> [ProposedChange] {
        let requests = try session.query(
            """
            SELECT number, id, operation, path, contract_id, body, if_match, proposed_by, proposed_at, ends_at,
                outcome, decided_by, decided_at, reason, refusal
            FROM access.proposal WHERE \(sql: condition)
            """,
            as: (
                Int64, UUID, String, String, UUID, PostgresJSON, [String], String, PostgresTimestamp, PostgresTimestamp, String?, String?,
                PostgresTimestamp?, String?, PostgresJSON?
            ).self)
        return try requests.compactMap {
            number, id, name, path, contract, body, ifMatch, caller, proposed, end, outcome, decider, decided, reason, refusal in
            guard let operation = ProposedRequest.Operation(rawValue: name),
                let state = try state(outcome, reason: reason, refusal: refusal, hasEnded: end.microsecondsSince1970 <= now)
            else { return nil }
            return ProposedChange(
                number: number, id: id,
                request: ProposedRequest(
                    operation, path: path, contract: contract, body: try JSON(parsing: body.utf8), ifMatch: ifMatch),
                proposedBy: caller, proposedAt: proposed.microsecondsSince1970, endsAt: end.microsecondsSince1970, state: state,
                decision: decider.flatMap { decider in decided.map { .init(by: decider, at: $0.microsecondsSince1970) } })
        }
    }

    private static func state(
        _ outcome: String?, reason: String?, refusal: PostgresJSON?, hasEnded: Bool
    ) throws -> ProposedChange.State? {
        switch outcome {
        case nil: hasEnded ? .expired : .waiting
        case "confirming": .confirming
        case "confirmed": .confirmed
        case "refused": .refused(try refusal.map { try JSON(parsing: $0.utf8) } ?? .null)
        case "withdrawn": .withdrawn
        case "rejected": .rejected(reason: reason ?? "")
        default: nil
        }
    }
}

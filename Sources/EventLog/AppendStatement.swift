import FoundationEssentials
import Postgres

/// The two statements that append: the lock, and all the rest. `EventLog.copy` does without the second.
enum AppendStatement {
    /// Waits for the appends under way, and reads the head. It has to be a statement of its own: only the snapshot of the *next* one holds what they committed.
    ///
    /// The settings are for the next statement, until the end of the transaction. It is always planned once and by its indexes: a plan made
    /// while the tables were small or unknown, read from end to end, would be kept while they grow.
    static let lock: SQL = """
        SELECT position, hash, recorded_at,
            set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)
        FROM log.head FOR UPDATE
        """

    /// Judges the proposals, in order; numbers, chains and inserts the events of the accepted; keeps their keys; moves the head, and announces it.
    ///
    /// A proposal is accepted when its key is new and its contract at the expected version, and so was every earlier one of the same
    /// contract: what follows a refused one was decided on events that are not there, even if by chance the number is right.
    ///
    /// Returns a row a proposal, in order, for `Verdict.init`. Neither recursive nor lateral, so that `log.event` can be distributed by contract.
    static func record(_ proposals: [Proposal], now: Int64) -> SQL {
        let contracts = proposals.map(\.contract)
        let keys = proposals.map(\.idempotency?.key)
        let events = zip(1..., proposals).flatMap { number, proposal in proposal.events.map { (proposal: number, event: $0) } }
        return """
            WITH proposal AS (
                SELECT *,
                    coalesce(sum(count) OVER (PARTITION BY contract_id ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before,
                    key IS NOT NULL AND row_number() OVER (PARTITION BY key ORDER BY n) > 1 AS repeats_key
                FROM unnest(
                    \(contracts), \(proposals.map { Int32($0.expectedVersion) }), \(proposals.map { Int32($0.events.count) }),
                    \(proposals.map(\.recordedBy)), \(keys), \(proposals.map(\.idempotency?.fingerprint))
                ) WITH ORDINALITY AS p (contract_id, expected_version, count, recorded_by, key, fingerprint, n)
            ), contract AS MATERIALIZED (
                SELECT contract_id, max(version) AS version FROM log.event WHERE contract_id = ANY (\(contracts)) GROUP BY contract_id
            ), known AS MATERIALIZED (
                SELECT * FROM log.idempotency WHERE key = ANY (\(keys))
            ), judged AS MATERIALIZED (
                SELECT p.*, coalesce(c.version, 0) AS found_version,
                    bool_and(expected_version = coalesce(c.version, 0) + before AND k.key IS NULL AND NOT repeats_key)
                        OVER (PARTITION BY p.contract_id ORDER BY n) AS accepted
                FROM proposal p LEFT JOIN contract c USING (contract_id) LEFT JOIN known k USING (key)
            ), head AS MATERIALIZED (
                SELECT position, hash, greatest(recorded_at, \(PostgresTimestamp(microsecondsSince1970: now))) AS instant FROM log.head
            ), numbered AS MATERIALIZED (
                SELECT head.position + row_number() OVER (ORDER BY e.n) AS position, contract_id,
                    (expected_version + row_number() OVER (PARTITION BY j.n ORDER BY e.n))::integer AS version,
                    type, schema, instant, recorded_by, payload
                FROM head, judged j JOIN unnest(
                    \(events.map { Int32($0.proposal) }), \(events.map(\.event.type)), \(events.map { Int16($0.event.schema) }),
                    \(events.map(\.event.payload))
                ) WITH ORDINALITY AS e (proposal, type, schema, payload, n) ON e.proposal = j.n
                WHERE accepted
            ), chained AS MATERIALIZED (
                SELECT *, log.chain((SELECT hash FROM head), \(sql: hashedBytes)) OVER (ORDER BY position) AS hash FROM numbered
            ), inserted AS (
                INSERT INTO log.event (position, contract_id, version, type, schema, recorded_at, recorded_by, payload, hash)
                SELECT position, contract_id, version, type, schema, instant, recorded_by, convert_from(payload, 'UTF8')::json, hash FROM chained
                ORDER BY position
            ), moved AS (
                UPDATE log.head SET position = last.position, hash = last.hash, recorded_at = last.instant
                FROM (SELECT position, hash, instant FROM chained ORDER BY position DESC LIMIT 1) AS last
                RETURNING pg_notify(\(EventLog.channel), '')
            ), answer AS MATERIALIZED (
                SELECT n, accepted, key, fingerprint, contract_id,
                    CASE WHEN accepted AND count > 0 THEN expected_version + 1 END AS first_version,
                    CASE WHEN accepted AND count > 0 THEN expected_version + count END AS last_version,
                    (found_version + coalesce(sum(count) FILTER (WHERE accepted) OVER (PARTITION BY contract_id ORDER BY n), 0))::integer AS version,
                    (head.position + coalesce(sum(count) FILTER (WHERE accepted) OVER (ORDER BY n), 0))::bigint AS position,
                    instant AS recorded_at
                FROM judged, head
            ), kept AS (
                INSERT INTO log.idempotency (key, fingerprint, contract_id, first_version, last_version, version, position, recorded_at)
                SELECT key, fingerprint, contract_id, first_version, last_version, version, position, recorded_at FROM answer
                WHERE accepted AND key IS NOT NULL
            ), earlier AS (
                SELECT key, fingerprint, contract_id, first_version, last_version, version, position, recorded_at FROM known
                UNION ALL
                SELECT key, fingerprint, contract_id, first_version, last_version, version, position, recorded_at FROM answer
                WHERE accepted AND key IS NOT NULL
            )
            SELECT CASE WHEN accepted THEN 'appended' WHEN e.key IS NULL THEN 'conflict'
                    WHEN (e.fingerprint, e.contract_id) = (a.fingerprint, a.contract_id) THEN 'replayed' ELSE 'mismatched' END,
                coalesce(e.contract_id, a.contract_id), coalesce(e.first_version, a.first_version), coalesce(e.last_version, a.last_version),
                coalesce(e.version, a.version), coalesce(e.position, a.position), coalesce(e.recorded_at, a.recorded_at)
            FROM answer a LEFT JOIN earlier e USING (key)
            ORDER BY n
            """
    }

    /// What the hash of an event covers besides the hash before it; `EventHash` says the same in Swift.
    private static let hashedBytes: SQL = """
        int8send(position) || uuid_send(contract_id) || int4send(version) || int2send(schema)
            || int8send((extract(epoch FROM instant) * 1000000)::bigint)
            || int4send(octet_length(type)) || convert_to(type, 'UTF8')
            || int4send(octet_length(recorded_by)) || convert_to(recorded_by, 'UTF8') || payload
        """
}

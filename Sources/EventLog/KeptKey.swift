import FoundationEssentials
import Postgres

/// The row of an idempotency key beside the event that it names, for a verification.
struct KeptKey {
    let key: String
    private let contract: UUID
    private let version: Int
    let position: Int64
    /// In microseconds since 1970.
    let recordedAt: Int64
    /// Nil when the command recorded nothing.
    private let firstVersion: Int32?
    private let fingerprint: [UInt8]
    private let salt: UUID?
    /// Whether the event is in the log, at the row's position and time.
    private let hasEvent: Bool
    private let keyDigest: [UInt8]?
    /// Whether a person of the contract was erased since.
    private let isErasedSince: Bool

    /// Reads a page of rows, in the order of their keys.
    static func page(after key: String, limit: Int64, in session: Session) throws -> [KeptKey] {
        try session.query(
            """
            SELECT key, kept.contract_id, kept.version, kept.position, first_version, fingerprint, salt,
                CASE WHEN last_version IS NULL THEN kept.version = 0 OR e.position < kept.position OR e.position = kept.position
                    ELSE last_version = kept.version AND first_version BETWEEN 1 AND last_version AND e.position = kept.position
                        AND e.recorded_at = kept.recorded_at END IS TRUE,
                CASE WHEN last_version IS NOT NULL THEN e.key_digest END,
                EXISTS (SELECT FROM vault.erasure r WHERE r.contract_id = kept.contract_id AND r.position > kept.position),
                kept.recorded_at
            FROM (SELECT * FROM log.idempotency WHERE key > \(key) ORDER BY key LIMIT \(limit)) AS kept
                LEFT JOIN log.event e ON e.contract_id = kept.contract_id AND e.version = kept.version
            ORDER BY key
            """, KeptKey.init)
    }

    private init(_ row: borrowing Row) throws {
        key = try row.value(at: 0)
        contract = try row.value(at: 1)
        version = try row.value(at: 2)
        position = try row.value(at: 3)
        firstVersion = try row.value(at: 4)
        fingerprint = try row.value(at: 5)
        salt = try row.value(at: 6)
        hasEvent = try row.value(at: 7)
        keyDigest = try row.value(at: 8)
        isErasedSince = try row.value(at: 9)
        recordedAt = try row.value(at: 10, as: PostgresTimestamp.self).microsecondsSince1970
    }

    /// Whether the event's hash covers a key.
    var isCovered: Bool { keyDigest?.isEmpty == false }

    /// What is wrong with the row; nil when its event covers it, or cannot: an event of hash version 1, or a command that recorded nothing.
    var damage: LogDamage? {
        func damage(_ kind: LogDamage.Kind) -> LogDamage {
            LogDamage(position: position, contract: contract, version: version, kind)
        }
        guard hasEvent else { return damage(.keyWithoutEvents(key: key)) }
        // An erasure leaves the row without fingerprint and salt.
        if fingerprint.isEmpty, salt == nil, isErasedSince, keyDigest?.isEmpty != true { return nil }
        guard isCovered, let salt, let firstVersion else {
            // Without a digest there is nothing to compare, and a row has no salt.
            return keyDigest == nil && salt == nil && !fingerprint.isEmpty ? nil : damage(.keyDiffers(key: key))
        }
        let digest = KeyDigest(key, fingerprint, firstVersion: firstVersion, salt: salt)
        return digest.bytes == keyDigest ? nil : damage(.keyDiffers(key: key))
    }
}

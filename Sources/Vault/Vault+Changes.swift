public import FoundationEssentials
public import Postgres

extension Vault {
    /// A present or earlier value of a record, with its caller and time. Both are nil for values older than this feature.
    public struct Value: Sendable {
        /// The record with that value.
        public let record: Record
        /// The identifier of a caller.
        public let recordedBy: String?
        /// In microseconds since 1970.
        public let recordedAt: Int64?
    }

    /// The values of a record, newest first.
    public func values(of kind: Kind, of person: VaultPerson, in contract: UUID, in session: Session) throws -> [Value] {
        let rows = try session.query(
            """
            SELECT sealed, recorded_by, recorded_at, wrapped_key FROM (
                SELECT contract_id, person, kind, reference, sealed, recorded_by, recorded_at, NULL::bigint AS number FROM vault.record
                UNION ALL
                SELECT contract_id, person, kind, reference, sealed, recorded_by, recorded_at, number FROM vault.earlier_record
            ) AS value JOIN vault.person USING (contract_id, person)
            WHERE contract_id = \(contract) AND person = \(person.description) AND kind = \(kind.name) AND reference = \(kind.reference)
            ORDER BY number DESC NULLS FIRST
            """, as: ([UInt8], String?, PostgresTimestamp?, [UInt8]).self)
        return try rows.map { sealed, recordedBy, recordedAt, wrappedKey in
            let key = try unwrapped(wrappedKey, of: Owner(contract: contract, person: person), in: session)
            do {
                return Value(
                    record: try Seal.open(sealed, of: contract, person, kind, with: key), recordedBy: recordedBy,
                    recordedAt: recordedAt?.microsecondsSince1970)
            } catch { throw VaultError.damaged(contract: contract, person: person) }
        }
    }
}

import Crypto
import FoundationEssentials
public import Postgres

extension Vault {
    /// Opens the key of every person, and every present and earlier record with it. Nothing of their content leaves this function.
    ///
    /// Finds a key or record that was changed, or moved to another person, kind or reference. Does not find a record that was removed, or an earlier
    /// record in the place of the present one: both open.
    ///
    /// - Returns: how many records were opened.
    /// - Throws: `VaultError.damaged` for the first that does not open.
    public func verify(_ database: Database, pageSize: Int = 500) async throws -> Int {
        try await database.withSession(Vault.verifyOwners)
        var opened = 0
        var place: Place? = Place(contract: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), person: "")
        while let last = place {
            let page = try await database.withSession { try verifyPage(after: last, limit: pageSize, in: $0) }
            opened += page.opened
            place = page.last
        }
        return opened
    }

    /// A row of `vault.person`.
    private struct Place {
        let contract: UUID
        let person: String
    }

    private static func verifyOwners(in session: Session) throws {
        let orphan = try session.first(
            """
            SELECT contract_id, person FROM (
                SELECT contract_id, person FROM vault.record UNION ALL SELECT contract_id, person FROM vault.earlier_record
            ) AS record WHERE NOT EXISTS (
                SELECT FROM vault.person WHERE person.contract_id = record.contract_id AND person.person = record.person)
            LIMIT 1
            """, as: (UUID, String).self)
        if let (contract, person) = orphan {
            throw VaultError.damaged(contract: contract, person: VaultPerson(person) ?? .holder)
        }
    }

    private func verifyPage(after place: Place, limit: Int, in session: Session) throws -> (opened: Int, last: Place?) {
        let rows = try session.query(
            """
            SELECT contract_id, person, wrapped_key, kind, reference, sealed FROM (
                SELECT contract_id, person, wrapped_key FROM vault.person WHERE (contract_id, person) > (\(place.contract), \(place.person))
                ORDER BY contract_id, person LIMIT \(limit)
            ) AS owner LEFT JOIN LATERAL (
                SELECT kind, reference, sealed FROM vault.record AS r
                WHERE r.contract_id = owner.contract_id AND r.person = owner.person
                UNION ALL
                SELECT kind, reference, sealed FROM vault.earlier_record AS r
                WHERE r.contract_id = owner.contract_id AND r.person = owner.person
            ) AS record ON true
            ORDER BY contract_id, person
            """, as: (UUID, String, [UInt8], String?, String?, [UInt8]?).self)
        var opened = 0
        var last: Place?
        for (contract, name, wrapped, kind, reference, sealed) in rows {
            guard let person = VaultPerson(name) else { throw VaultError.damaged(contract: contract, person: .holder) }
            last = Place(contract: contract, person: name)
            let key = try unwrapped(wrapped, of: Owner(contract: contract, person: person), in: session)
            guard let kind, let reference, let sealed else { continue }
            guard let kind = Kind(name: kind, reference: reference),
                (try? Seal.open(sealed, of: contract, person, kind, with: key)) != nil
            else { throw VaultError.damaged(contract: contract, person: person) }
            opened += 1
        }
        return (opened, last)
    }
}

public import FoundationEssentials
public import Postgres

/// Pairs of people who may be the same person. The database updates the pairs with the records, by comparing tokens.
extension Vault {
    /// For each of `people`, the people who may be the same person, without dismissed pairs.
    public static func duplicates(of people: [Owner], in session: Session) throws -> [Owner: [Owner]] {
        if people.isEmpty { return [:] }
        let asked: SQL = "SELECT * FROM unnest(\(people.map(\.contract)), \(people.map(\.person.description)))"
        let rows = try session.query(
            """
            SELECT contract_id, person, other_contract_id, other_person FROM vault.duplicate
            WHERE dismissed_at IS NULL AND (contract_id, person) IN (\(sql: asked))
            UNION ALL
            SELECT other_contract_id, other_person, contract_id, person FROM vault.duplicate
            WHERE dismissed_at IS NULL AND (other_contract_id, other_person) IN (\(sql: asked))
            ORDER BY 3, 4
            """, as: (UUID, String, UUID, String).self)
        return try rows.reduce(into: [:]) { found, row in
            found[try owner(row.0, row.1), default: []].append(try owner(row.2, row.3))
        }
    }

    /// Dismisses a pair: it is not reported again until one of the two records changes. A dismissed pair stays as it is.
    ///
    /// - Returns: Whether the pair exists.
    public static func dismissDuplicate(
        _ id: UUID, by caller: String, at now: Int64, reason: String, in session: Session
    ) throws -> Bool {
        try session.execute(
            """
            UPDATE vault.duplicate SET dismissed_by = \(caller), dismissed_at = \(PostgresTimestamp(microsecondsSince1970: now)), reason = \(reason)
            WHERE id = \(id) AND dismissed_at IS NULL
            """)
        return try session.one("SELECT EXISTS (SELECT FROM vault.duplicate WHERE id = \(id))", as: Bool.self)
    }

    private static func owner(_ contract: UUID, _ person: String) throws -> Owner {
        guard let person = VaultPerson(person) else { throw VaultError.damaged(contract: contract, person: .holder) }
        return Owner(contract: contract, person: person)
    }
}

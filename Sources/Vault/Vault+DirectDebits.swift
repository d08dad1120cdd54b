public import FoundationEssentials
public import Postgres

/// What runs of direct debits read, for many people at once. Records of other kinds are not opened.
extension Vault {
    /// The identities of `people`.
    public func identities(of people: [Owner], in session: Session) throws -> OpenedRecords {
        try opened("kind = \(Kind.identity.name) AND \(sql: isOf(people))", in: session)
    }

    /// The direct debits of `people` that have one of these identifiers, or one that begins with `prefix` if there is one.
    public func directDebits(
        of people: [Owner], named endToEndIds: [String], orBeginningWith prefix: String? = nil, in session: Session
    ) throws -> OpenedRecords {
        try opened(
            """
            kind = \(Kind.directDebit(endToEndId: "").name) AND \(sql: isOf(people))
                AND (reference = ANY (\(endToEndIds)) OR starts_with(reference, \(prefix)))
            """, in: session)
    }

    /// The present and earlier bank details of `people`: for each mandate's reference in the order in which they were told.
    public func bankDetails(of people: [Owner], in session: Session) throws -> OpenedRecords {
        var opened = OpenedRecords()
        if people.isEmpty { return opened }
        let kind = Kind.bankDetails(mandateReference: "").name
        let rows = try session.query(
            """
            SELECT contract_id, person, reference, sealed, wrapped_key FROM (
                SELECT contract_id, person, reference, sealed, NULL::bigint AS number FROM vault.record
                WHERE kind = \(kind) AND \(sql: isOf(people))
                UNION ALL
                SELECT contract_id, person, reference, sealed, number FROM vault.earlier_record WHERE kind = \(kind) AND \(sql: isOf(people))
            ) AS value JOIN vault.person USING (contract_id, person) ORDER BY contract_id, person, reference, number NULLS LAST
            """, as: (UUID, String, String, [UInt8], [UInt8]).self)
        for (contract, person, reference, sealed, wrappedKey) in rows {
            let owner = Owner(contract: contract, person: VaultPerson(person) ?? .holder)
            try opened.take(
                Result {
                    let key = try unwrapped(wrappedKey, of: owner, in: session)
                    do {
                        return try Seal.open(sealed, of: contract, owner.person, .bankDetails(mandateReference: reference), with: key)
                    } catch { throw VaultError.damaged(contract: contract, person: owner.person) }
                })
        }
        return opened
    }

    /// How many of these direct debits of contracts' holders are kept. Fewer than asked for means that one of the people was erased.
    public static func countDirectDebits(_ debits: [(contract: UUID, endToEndId: String)], in session: Session) throws -> Int {
        try session.one(
            """
            SELECT count(*) FROM unnest(\(debits.map(\.contract)), \(debits.map(\.endToEndId))) AS d (contract_id, reference)
                JOIN vault.record r USING (contract_id, reference)
            WHERE r.person = \(VaultPerson.holder.description) AND r.kind = \(Kind.directDebit(endToEndId: "").name)
            """, as: Int.self)
    }

    private func isOf(_ people: [Owner]) -> SQL {
        "(contract_id, person) IN (SELECT * FROM unnest(\(people.map(\.contract)), \(people.map(\.person.description))))"
    }
}

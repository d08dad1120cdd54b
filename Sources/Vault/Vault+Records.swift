import Crypto
public import FoundationEssentials
public import Postgres

extension Vault {
    /// Seals `records`, and makes the statements that store them, one for each in order: run in the transaction of the events they belong to.
    /// Each takes the place of an earlier record of the same person and kind.
    ///
    /// People who have no key yet get one now, outside that transaction; one that is never used harms nobody.
    public func seal(_ records: [Record], in session: Session) throws -> [SQL] {
        guard !records.isEmpty else { return [] }
        let owners = records.map { Owner(contract: $0.contract, person: $0.person) }
        let keys = try keys(of: Array(Set(owners)), in: session)
        return try zip(records, owners).map { record, owner in
            guard let key = keys[owner] else { throw VaultError.damaged(contract: record.contract, person: record.person) }
            return """
                INSERT INTO vault.record (contract_id, person, kind, reference, sealed)
                VALUES (\(record.contract), \(record.person.description), \(record.kind.name), \(record.kind.reference), \(try Seal.seal(record, with: key)))
                ON CONFLICT (contract_id, person, kind, reference) DO UPDATE SET sealed = excluded.sealed
                """
        }
    }

    /// Stores `records` at once, all or none.
    public func put(_ records: [Record], in session: Session) throws {
        _ = try session.pipeline(seal(records, in: session).map(Statement.execute))
    }

    /// What is kept of that kind; nil when there is nothing.
    public func record(_ kind: Kind, of person: Person, in contract: UUID, in session: Session) throws -> Record? {
        try records(
            "record.contract_id = \(contract) AND person = \(person.description) AND kind = \(kind.name) AND reference = \(kind.reference)",
            in: session
        ).first
    }

    /// All that is kept of the people of a contract.
    public func records(of contract: UUID, in session: Session) throws -> [Record] {
        try records("record.contract_id = \(contract)", in: session)
    }

    /// - Throws: `VaultError.damaged` for the first record that does not open.
    private func records(_ condition: SQL, in session: Session) throws -> [Record] {
        try session.query(
            """
            SELECT contract_id, person, kind, reference, sealed, wrapped_key
            FROM vault.record JOIN vault.person USING (contract_id, person) WHERE \(sql: condition)
            ORDER BY person, kind, reference
            """, as: (UUID, String, String, String, [UInt8], [UInt8]).self
        ).map { contract, person, kind, reference, sealed, wrappedKey in
            guard let person = Person(person), let kind = Kind(name: kind, reference: reference) else {
                throw VaultError.damaged(contract: contract, person: Person(person) ?? .holder)
            }
            let key = try unwrapped(wrappedKey, of: Owner(contract: contract, person: person))
            do {
                return try Seal.open(sealed, of: contract, person, kind, with: key)
            } catch {
                throw VaultError.damaged(contract: contract, person: person)
            }
        }
    }
}

public import FoundationEssentials
public import Postgres

extension Vault {
    /// People with a record that has the token of at least one of `terms`.
    ///
    /// Different terms can share a token, so the caller must open the records and compare.
    ///
    /// - Returns: At most `limit` distinct people, in no order.
    public func people(withOneOf terms: [SearchTerm], atMost limit: Int, in session: Session) throws -> [Owner] {
        if terms.isEmpty { return [] }
        return try owners(
            "SELECT contract_id, person FROM vault.record WHERE tokens && \(index.tokens(of: terms)) LIMIT \(limit)", in: session)
    }

    /// People with records, in a range of contracts.
    ///
    /// - Returns: At most `limit` distinct people, in no order.
    public func people(ofContracts contracts: ClosedRange<UUID>, atMost limit: Int, in session: Session) throws -> [Owner] {
        // A person has a record of each direct debit: the limit is one of people, not of records.
        try owners(
            """
            SELECT DISTINCT contract_id, person FROM vault.record
            WHERE contract_id >= \(contracts.lowerBound) AND contract_id <= \(contracts.upperBound)
                AND kind <> \(Kind.directDebit(endToEndId: "").name) LIMIT \(limit)
            """, in: session)
    }

    private func owners(_ statement: SQL, in session: Session) throws -> [Owner] {
        let people = try session.query(statement, as: (UUID, String).self).map { contract, person in
            guard let person = VaultPerson(person) else { throw VaultError.damaged(contract: contract, person: .holder) }
            return Owner(contract: contract, person: person)
        }
        return Array(Set(people))
    }

    /// The records of `people`, without their direct debits: each run presents another, and nobody is found by them.
    public func records(of people: [Owner], in session: Session) throws -> [Record] {
        if people.isEmpty { return [] }
        return try records(
            """
            kind <> \(Kind.directDebit(endToEndId: "").name)
                AND (contract_id, person) IN (SELECT * FROM unnest(\(people.map(\.contract)), \(people.map(\.person.description))))
            """, in: session)
    }

    /// The records of the people of `contracts`, without their direct debits.
    public func records(ofContracts contracts: [UUID], in session: Session) throws -> [Record] {
        try records("kind <> \(Kind.directDebit(endToEndId: "").name) AND record.contract_id = ANY (\(contracts))", in: session)
    }

    // MARK: Indexing stored records

    /// Waits for an advisory lock on each of these contracts, and keeps the locks until the transaction ends.
    ///
    /// It excludes only other callers of `hold`; it locks no rows.
    public static func hold(_ contracts: [UUID], in session: Session) throws {
        // One order everywhere prevents deadlocks.
        _ = try session.query(
            """
            SELECT pg_advisory_xact_lock(key) IS NULL FROM (
                SELECT DISTINCT hashtextextended(id::text, 9) AS key FROM unnest(\(contracts)) AS c (id) ORDER BY key
            ) AS keys
            """, as: Bool.self)
    }

    /// The number of records that are not indexed.
    public static func unindexedCount(in session: Session) throws -> Int {
        try session.one("SELECT count(*) FROM vault.record WHERE tokens IS NULL OR name_tokens IS NULL", as: Int.self)
    }

    /// The number of records.
    public static func recordCount(in session: Session) throws -> Int {
        try session.one("SELECT count(*) FROM vault.record", as: Int.self)
    }

    /// At most `limit` contracts with a record to index, in order, after `contract`.
    ///
    /// - Parameter all: whether indexed records count too.
    public static func contractsToIndex(after contract: UUID?, all: Bool, atMost limit: Int, in session: Session) throws -> [UUID] {
        try session.query(
            """
            SELECT DISTINCT contract_id FROM vault.record
            WHERE (tokens IS NULL OR name_tokens IS NULL OR \(all)) AND (\(contract)::uuid IS NULL OR contract_id > \(contract)) ORDER BY contract_id LIMIT \(limit)
            """, as: UUID.self)
    }

    /// Replaces the search terms of stored records. Their content stays unchanged.
    public func index(_ records: [(record: Record, terms: [SearchTerm])], in session: Session) throws {
        if records.isEmpty { return }
        let tokens = records.map { index.recordTokens(of: $0.terms) }
        try session.execute(
            """
            UPDATE vault.record SET tokens = new.tokens::bytea[], nir_token = new.nir_token, name_tokens = new.name_tokens::bytea[]
            FROM unnest(
                \(records.map(\.record.contract)), \(records.map(\.record.person.description)), \(records.map(\.record.kind.name)),
                \(records.map(\.record.kind.reference)), \(tokens.map(\.search.arrayText)), \(tokens.map(\.nir)),
                \(tokens.map(\.names.arrayText))) AS new (contract_id, person, kind, reference, tokens, nir_token, name_tokens)
            WHERE record.contract_id = new.contract_id AND record.person = new.person AND record.kind = new.kind
                AND record.reference = new.reference
            """)
    }
}

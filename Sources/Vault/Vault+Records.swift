import Crypto
public import FoundationEssentials
public import Postgres

extension Vault {
    /// Encrypts `records`, in order, for `keep`.
    ///
    /// Creates missing keys of people, outside the transaction that keeps the records. An unused key does no harm.
    public func seal(_ records: [NewRecord], in session: Session) throws -> [SealedRecord] {
        guard !records.isEmpty else { return [] }
        let owners = records.map { Owner(contract: $0.record.contract, person: $0.record.person) }
        let keys = try keys(of: Array(Set(owners)), in: session)
        return try zip(records, owners).map { new, owner in
            guard let key = keys[owner] else { throw VaultError.damaged(contract: owner.contract, person: owner.person) }
            return SealedRecord(
                owner: owner, kind: new.record.kind, bytes: try Seal.seal(new.record, with: key), tokens: index.recordTokens(of: new.terms),
                recordedBy: new.recordedBy, recordedAt: new.recordedAt.map { PostgresTimestamp(microsecondsSince1970: $0) },
                commandKeys: new.commandKey.map { [$0] } ?? [])
        }
    }

    /// The statements that store sealed records, in order; run them in the transaction of their events.
    ///
    /// Each record replaces the one of the same person and kind, which the database keeps as an earlier record.
    public static func keep(_ sealed: [SealedRecord]) -> [SQL] {
        // A statement can change a row only once: the second record of a place is kept by the second statement, and so on.
        var turns: [[SealedRecord]] = []
        var count: [SealedRecord.Place: Int] = [:]
        for record in sealed {
            let turn = count[record.place, default: 0]
            if turn == turns.count { turns.append([]) }
            turns[turn].append(record)
            count[record.place] = turn + 1
        }
        return turns.map(keepEach)
    }

    /// - Parameter records: of distinct places.
    private static func keepEach(_ records: [SealedRecord]) -> SQL {
        """
        INSERT INTO vault.record
            (contract_id, person, kind, reference, sealed, recorded_by, recorded_at, tokens, nir_token, name_tokens, command_keys)
        SELECT contract_id, person, kind, reference, sealed, recorded_by, recorded_at, tokens::bytea[], nir_token, name_tokens::bytea[],
            command_keys::text[]
        FROM unnest(
            \(records.map(\.owner.contract)), \(records.map(\.owner.person.description)), \(records.map(\.kind.name)),
            \(records.map(\.kind.reference)), \(records.map(\.bytes)), \(records.map(\.recordedBy)), \(records.map(\.recordedAt)),
            \(records.map(\.tokens.search.arrayText)), \(records.map(\.tokens.nir)), \(records.map(\.tokens.names.arrayText)),
            \(records.map(\.commandKeys.arrayText)))
            AS new (contract_id, person, kind, reference, sealed, recorded_by, recorded_at, tokens, nir_token, name_tokens, command_keys)
        ON CONFLICT (contract_id, person, kind, reference) DO UPDATE SET sealed = excluded.sealed,
            recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at, tokens = excluded.tokens,
            nir_token = excluded.nir_token, name_tokens = excluded.name_tokens, command_keys = excluded.command_keys
        """
    }

    /// Stores `records` at once, all or none, without search terms.
    public func put(_ records: [Record], in session: Session) throws {
        let sealed = try seal(records.map { NewRecord($0) }, in: session)
        if sealed.isEmpty { return }
        _ = try session.transaction { session in try session.pipeline(Vault.keep(sealed).map(Statement.execute)) }
    }

    /// The record of a kind; nil when there is none.
    public func record(_ kind: Kind, of person: VaultPerson, in contract: UUID, in session: Session) throws -> Record? {
        try records(
            "record.contract_id = \(contract) AND person = \(person.description) AND kind = \(kind.name) AND reference = \(kind.reference)",
            in: session
        ).first
    }

    /// All records of the people of a contract.
    public func records(of contract: UUID, in session: Session) throws -> [Record] {
        try records("record.contract_id = \(contract)", in: session)
    }

    /// - Throws: `VaultError.damaged` for the first record that cannot be decrypted.
    func records(_ condition: SQL, in session: Session) throws -> [Record] {
        try results(condition, in: session).map { try $0.get() }
    }

    /// The same; what cannot be decrypted is told beside.
    func opened(_ condition: SQL, in session: Session) throws -> OpenedRecords {
        var opened = OpenedRecords()
        for result in try results(condition, in: session) { try opened.take(result) }
        return opened
    }

    private func results(_ condition: SQL, in session: Session) throws -> [Result<Record, any Error>] {
        try session.query(
            """
            SELECT contract_id, person, kind, reference, sealed, wrapped_key
            FROM vault.record JOIN vault.person USING (contract_id, person) WHERE \(sql: condition)
            ORDER BY person, kind, reference
            """, as: (UUID, String, String, String, [UInt8], [UInt8]).self
        ).map { contract, person, kind, reference, sealed, wrappedKey in
            Result { try record(contract, person, kind, reference, sealed, wrappedKey, in: session) }
        }
    }

    private func record(
        _ contract: UUID, _ person: String, _ kind: String, _ reference: String, _ sealed: [UInt8], _ wrappedKey: [UInt8],
        in session: Session
    ) throws -> Record {
        guard let person = VaultPerson(person), let kind = Kind(name: kind, reference: reference) else {
            throw VaultError.damaged(contract: contract, person: VaultPerson(person) ?? .holder)
        }
        let key = try unwrapped(wrappedKey, of: Owner(contract: contract, person: person), in: session)
        do { return try Seal.open(sealed, of: contract, person, kind, with: key) } catch {
            throw VaultError.damaged(contract: contract, person: person)
        }
    }
}

extension OpenedRecords {
    /// Takes a record, or the person of whom it does not open.
    ///
    /// - Throws: any other error than `VaultError.damaged`.
    mutating func take(_ result: Result<Record, any Error>) throws {
        do { records.append(try result.get()) } catch VaultError.damaged(let contract, let person) {
            damaged.insert(Vault.Owner(contract: contract, person: person))
        }
    }
}

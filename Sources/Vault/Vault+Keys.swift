import Crypto
public import FoundationEssentials
import Postgres

extension Vault {
    /// A person of a contract, who owns a key and records.
    public struct Owner: Hashable, Sendable {
        /// The contract.
        public let contract: UUID
        /// The person.
        public let person: VaultPerson

        /// A person of a contract.
        public init(contract: UUID, person: VaultPerson) {
            self.contract = contract
            self.person = person
        }
    }

    /// Returns the keys of `owners`; creates and stores missing keys.
    ///
    /// - Throws: `VaultError.erased` when one of the owners was erased; `VaultError.epochMissing` when a new epoch began, and the key file
    ///   lacks it.
    func keys(of owners: [Owner], in session: Session) throws -> [Owner: SymmetricKey] {
        var rows = try wrappedKeys(of: owners, in: session)
        while rows.keys.count != owners.count, try presentEpoch(in: session) != rows.epoch {
            rows = try wrappedKeys(of: owners, in: session)
        }
        guard rows.keys.count == owners.count else { throw VaultError.erased }
        return Dictionary(try zip(owners, rows.keys).map { ($0, try unwrapped($1, of: $0, in: session)) }) { first, _ in first }
    }

    /// Stores missing keys, and returns the wrapped keys in the order of `owners`: fewer when one was erased, or when a newer epoch began.
    private func wrappedKeys(of owners: [Owner], in session: Session) throws -> (epoch: Int, keys: [[UInt8]]) {
        let present = keys.present
        let fresh = try owners.map { _ in try keys.wrapped(SymmetricKey(size: .bits256), under: present).stored }
        let contracts = owners.map(\.contract)
        let people = owners.map(\.person.description)
        let (_, _, rows) = try session.pipeline(
            // In their own transaction, new keys need no flush: the later commit of their records flushes both.
            // The caller's transaction keeps its durability: it may also hold records and events.
            Statement.execute(
                "SELECT set_config('synchronous_commit', CASE WHEN \(session.isFit) THEN 'off' ELSE current_setting('synchronous_commit') END, true)"
            ),
            // One order everywhere prevents deadlocks. Once a newer epoch has begun, no key is stored under an earlier one.
            Statement.execute(
                """
                INSERT INTO vault.person (contract_id, person, wrapped_key)
                SELECT * FROM unnest(\(contracts), \(people), \(fresh)) AS new (contract_id, person, wrapped_key)
                WHERE NOT EXISTS (SELECT FROM vault.erasure AS e WHERE e.contract_id = new.contract_id AND e.person = new.person)
                    AND NOT EXISTS (SELECT FROM vault.epoch WHERE number > \(Int32(present)))
                ORDER BY 1, 2 ON CONFLICT DO NOTHING
                """),
            // A separate statement: its snapshot sees the keys that another process created first.
            Statement.query(
                """
                SELECT wrapped_key FROM unnest(\(contracts), \(people)) WITH ORDINALITY AS o (contract_id, person, n)
                JOIN vault.person USING (contract_id, person) ORDER BY n
                """
            ) { try $0.value(at: 0, as: [UInt8].self) })
        return (present, rows)
    }

    /// Opens the key of a person.
    ///
    /// - Throws: `VaultError.epochMissing`, `VaultError.wrongMasterKey`, `VaultError.damaged`.
    func unwrapped(_ stored: [UInt8], of owner: Owner, in session: Session) throws -> SymmetricKey {
        guard let wrapped = WrappedKey(stored), let key = try wrapped.opened(by: keys.key(of: wrapped.epoch, in: session)) else {
            throw VaultError.damaged(contract: owner.contract, person: owner.person)
        }
        return key
    }
}

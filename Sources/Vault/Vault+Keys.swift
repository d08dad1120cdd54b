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
    /// - Throws: `VaultError.erased` when one of the owners was erased.
    func keys(of owners: [Owner], in session: Session) throws -> [Owner: SymmetricKey] {
        let fresh = try owners.map { _ in try wrapped(SymmetricKey(size: .bits256)) }
        let contracts = owners.map(\.contract)
        let people = owners.map(\.person.description)
        let (_, _, rows) = try session.pipeline(
            // In their own transaction, new keys need no flush: the later commit of their records flushes both.
            // The caller's transaction keeps its durability: it may also hold records and events.
            Statement.execute(
                "SELECT set_config('synchronous_commit', CASE WHEN \(session.isFit) THEN 'off' ELSE current_setting('synchronous_commit') END, true)"
            ),
            // One order everywhere prevents deadlocks.
            Statement.execute(
                """
                INSERT INTO vault.person (contract_id, person, wrapped_key)
                SELECT * FROM unnest(\(contracts), \(people), \(fresh)) AS new (contract_id, person, wrapped_key)
                WHERE NOT EXISTS (SELECT FROM vault.erasure AS e WHERE e.contract_id = new.contract_id AND e.person = new.person)
                ORDER BY 1, 2 ON CONFLICT DO NOTHING
                """),
            // A separate statement: its snapshot sees the keys that another process created first.
            Statement.query(
                """
                SELECT wrapped_key FROM unnest(\(contracts), \(people)) WITH ORDINALITY AS o (contract_id, person, n)
                JOIN vault.person USING (contract_id, person) ORDER BY n
                """
            ) { try $0.value(at: 0, as: [UInt8].self) })
        guard rows.count == owners.count else { throw VaultError.erased }
        return Dictionary(try zip(owners, rows).map { ($0, try unwrapped($1, of: $0)) }) { first, _ in first }
    }

    func unwrapped(_ wrapped: [UInt8], of owner: Owner) throws -> SymmetricKey {
        do {
            return try AES.KeyWrap.unwrap(wrapped, using: masterKey.key)
        } catch {
            throw VaultError.damaged(contract: owner.contract, person: owner.person)
        }
    }

    private func wrapped(_ key: SymmetricKey) throws -> [UInt8] {
        [UInt8](try AES.KeyWrap.wrap(key, using: masterKey.key))
    }
}

import Crypto
import Postgres
import Testing

@testable import Vault

/// The key of the references that papers carry.
@Suite(.timeLimit(.minutes(10))) struct PaperKeyTests {
    private static let masterKey = MasterKey([UInt8](repeating: 7, count: 32))
    /// The key that papers were printed under before one was kept, under that master key: reckoned by another library.
    private static let former = "6bc8335c5fca2013e2d855bc2fef13a8818eef19e22882fde6fba07dad779c2f"

    private func text(_ key: SymmetricKey) -> String {
        key.withUnsafeBytes { bytes in bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
    }

    /// A vault that was begun with that master key.
    private func withVaultOfOld(_ body: (VaultUnderTest, Vault) async throws -> Void) async throws {
        try await withVault { vault in
            try await vault.asOwner("DELETE FROM vault.master_key")
            try await body(vault, try await vault.service.withSession { try Vault.open(Self.masterKey, in: $0) })
        }
    }

    private func kept(_ vault: Vault, in database: Database) async throws -> String {
        try await database.withSession { session in
            let isLogEmpty = try session.one("SELECT NOT EXISTS (SELECT FROM log.event)", as: Bool.self)
            return text(try vault.paperKey(isLogEmpty: isLogEmpty, in: session))
        }
    }

    private func read(_ masterKey: MasterKey, in database: Database) async throws -> String {
        try await database.withSession { text(try Vault.paperKey(under: masterKey, in: $0)) }
    }

    @Test func `of a new log it is random, and stays`() async throws {
        try await withVaultOfOld { under, vault in
            let key = try await kept(vault, in: under.service)
            #expect(key != Self.former && key.count == 64)
            try await under.asOwner(Self.event)
            #expect(try await kept(vault, in: under.service) == key)
            #expect(try await read(Self.masterKey, in: under.service) == key)
        }
    }

    @Test func `of a log with facts it is the one that papers were printed under`() async throws {
        try await withVaultOfOld { under, vault in
            try await under.asOwner(Self.event)
            #expect(try await read(Self.masterKey, in: under.service) == Self.former)
            #expect(try await kept(vault, in: under.service) == Self.former)
            #expect(try await read(Self.masterKey, in: under.service) == Self.former)
        }
    }

    @Test func `it stays the same under another master key`() async throws {
        try await withVaultOfOld { under, vault in
            try await under.asOwner(Self.event)
            _ = try await kept(vault, in: under.service)
            // What a rotation of the master key does: it wraps anew.
            let next = MasterKey.random()
            let wrapped = try await under.owner.withSession { session in
                let key = try Vault.paperKey(under: Self.masterKey, in: session)
                let bytes = [UInt8](try AES.KeyWrap.wrap(key, using: next.key(of: 1)))
                try session.execute("UPDATE vault.paper_key SET wrapped_key = \(bytes)")
                return bytes
            }
            #expect(!wrapped.isEmpty)
            #expect(try await read(next, in: under.service) == Self.former)
            let error = await #expect(throws: VaultError.self) { try await read(Self.masterKey, in: under.service) }
            #expect(error == .wrongMasterKey)
        }
    }

    private static let event = """
        INSERT INTO log.event (position, contract_id, version, type, schema, recorded_at, recorded_by, payload, hash)
        VALUES (1, gen_random_uuid(), 1, 'affiliated', 1, now(), 'clerk-1', '{}', '')
        """
}

import FoundationEssentials
import Postgres
import Testing
import Vault

/// Every key and record of the vault is opened, and what does not open is named.
@Suite(.timeLimit(.minutes(10))) struct VaultVerifyTests {
    private static let contract = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))
    private static let child = VaultPerson.beneficiary(UUID(uuid: (9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9)))

    /// A holder with an earlier identity and an account, a child, and a person of another contract; in all six values.
    private func filled(_ vault: VaultUnderTest) async throws {
        for name in ["before", "after"] { try await vault.put(.identity(of: .holder, in: Self.contract, name)) }
        try await vault.put(.account("M-1", in: Self.contract, "FR76"), .identity(of: Self.child, in: Self.contract, "child"))
        try await vault.put(.identity(of: .holder, in: UUID(), "other"), .account("M-2", in: Self.contract, "FR77"))
    }

    @Test func `a sound vault opens, page after page`() async throws {
        try await withVault { vault in
            #expect(try await vault.vault.verify(vault.service) == 0)
            try await filled(vault)
            for pageSize in [1, 2, 500] { #expect(try await vault.vault.verify(vault.service, pageSize: pageSize) == 6) }
        }
    }

    @Test(arguments: [
        ("UPDATE vault.record SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) WHERE person <> 'holder'", child),
        ("UPDATE vault.earlier_record SET sealed = sealed || '\\x00'", .holder),
        // What one person has, in the place of what another has.
        (
            """
            UPDATE vault.record AS r SET sealed = o.sealed FROM vault.record AS o
            WHERE r.person <> 'holder' AND o.person = 'holder' AND o.kind = 'identity' AND o.contract_id = r.contract_id
            """, child
        ),
        ("UPDATE vault.record SET reference = 'M-3' WHERE reference = 'M-1'", .holder),
        ("UPDATE vault.record SET kind = 'other' WHERE kind = 'bankDetails'", .holder),
        (
            """
            UPDATE vault.person AS p SET wrapped_key = o.wrapped_key FROM vault.person AS o
            WHERE p.person <> 'holder' AND o.person = 'holder' AND o.contract_id = p.contract_id
            """, child
        ),
        ("UPDATE vault.person SET wrapped_key = sha256('') WHERE person <> 'holder'", child),
        ("DELETE FROM vault.person WHERE person <> 'holder'", child),
        ("DELETE FROM vault.record WHERE person <> 'holder'; UPDATE vault.person SET wrapped_key = '' WHERE person <> 'holder'", child),
    ])
    func `what was changed or moved does not open, and its person is named`(change: String, person: VaultPerson) async throws {
        try await withVault { vault in
            try await filled(vault)
            try await vault.asOwner("SET session_replication_role = replica; \(change)")
            for pageSize in [1, 500] {
                let error = await #expect(throws: VaultError.self) { try await vault.vault.verify(vault.service, pageSize: pageSize) }
                #expect(error == .damaged(contract: Self.contract, person: person))
            }
        }
    }

    @Test func `to be read a vault opens with its own master key alone, and is bound to none`() async throws {
        try await withVault { vault in
            let (own, other) = (vault.masterKey, MasterKey.random())
            _ = try await vault.service.withSession { try Vault.openToRead(own, in: $0) }
            await #expect(throws: VaultError.wrongMasterKey) { try await vault.service.withSession { try Vault.openToRead(other, in: $0) } }
            try await vault.asOwner("DELETE FROM vault.master_key")
            for _ in 1...2 { _ = try await vault.service.withSession { try Vault.openToRead(other, in: $0) } }
            #expect(try await vault.owner.withSession { try $0.one("SELECT count(*) FROM vault.master_key", as: Int.self) } == 0)
        }
    }
}

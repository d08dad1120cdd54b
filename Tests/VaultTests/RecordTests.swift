import FoundationEssentials
import Postgres
import Testing
import Vault

@Suite(.timeLimit(.minutes(10))) struct RecordTests {
    @Test func `what is put is found again, by person and kind`() async throws {
        try await withVault { vault in
            let (contract, other, child) = (UUID(), UUID(), VaultPerson.beneficiary(UUID()))
            let records: [Record] = [
                .account("M-1", in: contract, "FR76 one"), .account("M-2", in: contract, "FR76 two"),
                .identity(of: .holder, in: contract, "Camille"), .identity(of: child, in: contract, ""),
            ]
            try await vault.put(records[0], records[1], records[2], records[3], .identity(of: .holder, in: other, "Dominique"))
            #expect(try await Set(vault.records(of: contract).map(\.content)) == Set(records.map(\.content)))
            #expect(try await vault.record(.identity, of: .holder, in: contract) == records[2])
            #expect(try await vault.record(.identity, of: child, in: contract)?.content.isEmpty == true)
            #expect(try await vault.record(.bankDetails(mandateReference: "M-2"), of: .holder, in: contract) == records[1])
            #expect(try await vault.record(.bankDetails(mandateReference: "M-3"), of: .holder, in: contract) == nil)
            #expect(try await vault.record(.identity, of: .beneficiary(UUID()), in: contract) == nil)
            #expect(try await vault.records(of: UUID()).isEmpty)
        }
    }

    @Test func `a later record takes the place of the earlier one`() async throws {
        try await withVault { vault in
            let contract = UUID()
            try await vault.put(.identity(of: .holder, in: contract, "before"))
            try await vault.put(.identity(of: .holder, in: contract, "after"), .account("M", in: contract, "account"))
            #expect(try await vault.records(of: contract).map(\.content) == [Array("account".utf8), Array("after".utf8)])
        }
    }

    @Test func `of several records of one place that are kept together, none is lost`() async throws {
        try await withVault { vault in
            let contract = UUID()
            try await vault.put(
                .account("M", in: contract, "first"), .account("N", in: contract, "other"), .account("M", in: contract, "second"),
                .account("M", in: contract, "third"))
            func values(_ reference: String) async throws -> [String] {
                let sealing = vault.vault
                return try await vault.service.withSession { session in
                    try sealing.values(of: .bankDetails(mandateReference: reference), of: .holder, in: contract, in: session)
                }.map { String(decoding: $0.record.content, as: UTF8.self) }
            }
            #expect(try await values("M") == ["third", "second", "first"])
            #expect(try await values("N") == ["other"])
        }
    }

    @Test func `nothing is stored in clear, nor twice alike`() async throws {
        try await withVault { vault in
            let contract = UUID()
            let secret = "FR7630006000011234567890189"
            try await vault.put(.account("M-1", in: contract, secret), .account("M-2", in: contract, secret))
            let rows = try await vault.owner.withSession { session in
                try session.query(
                    "SELECT sealed, wrapped_key, record::text, person::text FROM vault.record JOIN vault.person USING (contract_id, person)",
                    as: ([UInt8], [UInt8], String, String).self)
            }
            #expect(rows.count == 2)
            #expect(rows[0].0 != rows[1].0)
            for (sealed, wrappedKey, record, person) in rows {
                for bytes in [sealed, wrappedKey, Array(record.utf8), Array(person.utf8)] { #expect(!bytes.contains(Array(secret.utf8))) }
            }
        }
    }

    @Test func `sealed records are stored with the transaction they go along with, or not at all`() async throws {
        try await withVault { vault in
            let contract = UUID()
            let sealing = vault.vault
            _ = try? await vault.service.withSession { session in
                let sealed = try sealing.seal([NewRecord(.identity(of: .holder, in: contract, "never"))], in: session)
                try session.transaction { session in
                    for statement in Vault.keep(sealed) { try session.execute(statement) }
                    throw CancellationError()
                }
            }
            #expect(try await vault.records(of: contract).isEmpty)
            try await vault.put(.identity(of: .holder, in: contract, "now"))
            #expect(try await vault.records(of: contract).map(\.content) == [Array("now".utf8)])
        }
    }

    /// The append of events seals inside its own transaction: a commit that PostgreSQL does not flush loses acknowledged commands.
    @Test func `sealing takes nothing from the durability of the transaction it runs in`() async throws {
        try await withVault { vault in
            let sealing = vault.vault
            let durability = try await vault.service.transaction { session in
                try session.execute("SET LOCAL synchronous_commit = on")
                _ = try sealing.seal([NewRecord(.identity(of: .holder, in: UUID(), "new"))], in: session)
                return try session.one("SELECT current_setting('synchronous_commit')", as: String.self)
            }
            #expect(durability == "on")
        }
    }

    @Test func `whoever puts a person's first record at once uses one key`() async throws {
        try await withVault { vault in
            let contract = UUID()
            try await withThrowingTaskGroup { group in
                for number in 0..<12 { group.addTask { try await vault.put(.account("M-\(number)", in: contract, "\(number)")) } }
                try await group.waitForAll()
            }
            #expect(try await vault.records(of: contract).count == 12)
            #expect(try await vault.owner.withSession { try $0.query("SELECT count(*) FROM vault.person", as: Int.self) } == [1])
        }
    }

    @Test func `a record without its person's key is gone`() async throws {
        try await withVault { vault in
            let contract = UUID()
            try await vault.put(.identity(of: .holder, in: contract, "forgotten"))
            try await vault.asOwner("DELETE FROM vault.person")
            #expect(try await vault.records(of: contract).isEmpty)
            #expect(try await vault.owner.withSession { try $0.query("SELECT count(*) FROM vault.record", as: Int.self) } == [0])
        }
    }

    /// What somebody with every right to the database, but without the master key, might try, with the records of `a` and `b`.
    @Test(arguments: [
        "UPDATE vault.record SET sealed = (SELECT sealed FROM vault.record WHERE contract_id = 'b') WHERE contract_id = 'a'",
        """
        UPDATE vault.person SET wrapped_key = (SELECT wrapped_key FROM vault.person WHERE contract_id = 'b') WHERE contract_id = 'a';
        UPDATE vault.record SET sealed = (SELECT sealed FROM vault.record WHERE contract_id = 'b') WHERE contract_id = 'a'
        """,
        "UPDATE vault.person SET wrapped_key = (SELECT wrapped_key FROM vault.person WHERE contract_id = 'b') WHERE contract_id = 'a'",
        "UPDATE vault.record SET kind = 'bankDetails', reference = 'M' WHERE contract_id = 'a'",
        "UPDATE vault.record SET reference = 'M' WHERE contract_id = 'a'",
        "UPDATE vault.record SET kind = 'unheard of' WHERE contract_id = 'a'",
        "UPDATE vault.record SET sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) WHERE contract_id = 'a'",
        "UPDATE vault.record SET sealed = substr(sealed, 1, 10) WHERE contract_id = 'a'",
        "UPDATE vault.record SET sealed = '' WHERE contract_id = 'a'",
        "UPDATE vault.person SET wrapped_key = set_byte(wrapped_key, 3, get_byte(wrapped_key, 3) # 128) WHERE contract_id = 'a'",
        "UPDATE vault.person SET wrapped_key = '' WHERE contract_id = 'a'",
        """
        INSERT INTO vault.person SELECT contract_id, 'c0000000-0000-4000-8000-000000000000', wrapped_key FROM vault.person WHERE contract_id = 'a';
        UPDATE vault.record SET person = 'c0000000-0000-4000-8000-000000000000' WHERE contract_id = 'a'
        """,
    ])
    func `a record that was altered or moved does not open`(tampering: String) async throws {
        try await withVault { vault in
            let (a, b) = (UUID(), UUID())
            try await vault.put(.identity(of: .holder, in: a, "of a"), .identity(of: .holder, in: b, "of b"))
            try await vault.asOwner(tampering.replacing("'a'", with: "'\(a)'").replacing("'b'", with: "'\(b)'"))
            let error = await #expect(throws: VaultError.self) { _ = try await vault.records(of: a) }
            guard case .damaged(contract: a, _) = error else { return #expect(error == .damaged(contract: a, person: .holder)) }
            #expect(try await vault.records(of: b).map(\.content) == [Array("of b".utf8)])
        }
    }

    @Test func `a record tells nobody what is in it by being printed`() throws {
        // Its own digits are not those of a byte of the secret.
        let contract = try #require(UUID(uuidString: "0a5f7e02-2222-4222-8333-023456789abc"))
        let record = Record.identity(of: .holder, in: contract, "secret")
        var dumped = ""
        dump(record, to: &dumped)
        for text in ["\(record)", String(reflecting: record), "\([record])", dumped] {
            #expect(!text.contains("115") && !text.contains("secret"))
        }
    }
}

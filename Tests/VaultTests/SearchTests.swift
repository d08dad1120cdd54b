import Crypto
import DatabaseSchema
import FoundationEssentials
import Postgres
import Testing

@testable import Vault

/// Who has the key finds people by terms. Who has the database alone does not, and learns what the page of the room says: equality and frequency.
@Suite(.timeLimit(.minutes(10))) struct SearchTests {
    /// Names that a thief tries, the right ones among them.
    static let guesses = (0..<2000).map { "NAME\($0)" }

    @Test func `a person is found by a term of theirs, and by no other`() async throws {
        try await withVault { vault in
            let people = try await vault.keepPeople(Self.guesses.prefix(50))
            for field in SearchField.searched where field != .familyName {
                #expect(try await vault.found([SearchTerm(field, "NAME7")]) == [people[7]])
            }
            #expect(try await vault.found([SearchTerm(.nir, "NAME7"), SearchTerm(.email, "NAME8")]) == [people[7], people[8]])
            #expect(try await vault.found([SearchTerm(.nir, "NAME51"), SearchTerm(.nir, "")]).isEmpty)
            // What takes the place of a record takes the place of its terms.
            let record = Record(contract: people[7].contract, person: .holder, kind: .identity, content: [])
            try await vault.service.withSession { [vault = vault.vault] in
                _ = try vault.put(NewRecord(record, terms: [SearchTerm(.nir, "OTHER")]), if: .none, in: $0)
            }
            #expect(try await vault.found([SearchTerm(.nir, "NAME7")]).isEmpty)
            #expect(try await vault.found([SearchTerm(.nir, "OTHER")]) == [people[7]])
        }
    }

    @Test func `people of a range of contracts are found, however many direct debits are kept of one of them`() async throws {
        try await withVault { vault in
            let contracts = [UUID(), UUID()].sorted { $0.uuidString < $1.uuidString }
            let debits = (1...20).map { number in
                Record(contract: contracts[0], person: .holder, kind: .directDebit(endToEndId: "R000001D\(number)"), content: [])
            }
            let identities = contracts.map { Record(contract: $0, person: .holder, kind: .identity, content: []) }
            try await vault.service.withSession { [vault = vault.vault] in try vault.put(debits + identities, in: $0) }
            let found = try await vault.service.withSession { [vault = vault.vault] session in
                try vault.people(ofContracts: contracts[0]...contracts[1], atMost: 5, in: session)
            }
            #expect(Set(found.map(\.contract)) == Set(contracts) && found.count == 2)
        }
    }

    @Test func `in a dump without keys nobody finds a name by trying names`() async throws {
        try await withVault { vault in
            try await vault.keepPeople(Self.guesses.prefix(20))
            let dump = try await vault.dump()
            for field in SearchField.allCases {
                for name in Self.guesses.prefix(20) {
                    #expect(!dump.contains(hex(Array(name.utf8))))
                    for code in vault.codesOfAThief(name, field) { #expect(!dump.contains(hex(code)), "\(field): \(name)") }
                }
            }
            // Another key makes other tokens of the same names: with 16 bytes not one is the same.
            let mine = try await vault.tokens()
            let others = try await withVault { other in
                try await other.keepPeople(Self.guesses.prefix(20))
                return try await other.tokens()
            }
            #expect(mine.filter { $0.count == 16 }.count == 20 * (SearchField.searched.count - 1))
            #expect(Set(mine).intersection(others).allSatisfy { $0.count == 2 })
        }
    }

    @Test func `equal terms have equal tokens in one field, and others in each other`() async throws {
        try await withVault { vault in
            try await vault.keepPeople(["SAME", "SAME"])
            let tokens = try await vault.tokens()
            #expect(tokens.count == 2 * SearchField.searched.count)
            #expect(Set(tokens).count == SearchField.searched.count)
        }
    }

    @Test func `several family names share a token, so that a token does not tell the name even to who has the key`() {
        let index = BlindIndex(.random())
        let tokens = Set((0..<100_000).map { index.token(of: SearchTerm(.familyName, "NAME\($0)")) })
        #expect(tokens.allSatisfy { $0.count == 2 })
        // 100 000 names on 65 536 tokens: three in four tokens are taken.
        #expect((40_000...60_000).contains(tokens.count))
    }

    @Test func `a term tells nobody what it is by being printed`() {
        let term = SearchTerm(.nir, "285032915600119")
        var dumped = ""
        dump(term, to: &dumped)
        for text in ["\(term)", String(reflecting: term), dumped] { #expect(!text.contains("2850329")) }
    }

    private func hex(_ bytes: [UInt8]) -> String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

extension VaultUnderTest {
    /// Keeps a person for each name, with the name as their term of every field.
    @discardableResult
    fileprivate func keepPeople(_ names: some Collection<String> & Sendable) async throws -> [Vault.Owner] {
        let owners = names.map { _ in Vault.Owner(contract: UUID(), person: .holder) }
        let records = zip(owners, names).map { owner, name in
            NewRecord(
                Record(contract: owner.contract, person: owner.person, kind: .identity, content: Array(name.utf8)),
                terms: SearchField.allCases.map { SearchTerm($0, name) })
        }
        try await service.withSession { [vault] session in
            for statement in Vault.keep(try vault.seal(records, in: session)) { try session.execute(statement) }
        }
        return owners
    }

    fileprivate func found(_ terms: [SearchTerm]) async throws -> Set<Vault.Owner> {
        try await service.withSession { [vault] in Set(try vault.people(withOneOf: terms, atMost: 100, in: $0)) }
    }

    fileprivate func tokens() async throws -> [[UInt8]] {
        try await owner.withSession { try $0.query("SELECT unnest(tokens) FROM vault.record", as: [UInt8].self) }
    }

    fileprivate func dump() async throws -> String {
        try await owner.withSession { session in
            try session.executeScript("SET xmlbinary = hex")
            return try session.one("SELECT database_to_xml(true, false, '')::text", as: String.self).lowercased()
        }
    }

    /// What somebody would look for who knows how tokens are made, and has all that is in the database: the check value of the key among it.
    fileprivate func codesOfAThief(_ name: String, _ field: SearchField) -> [[UInt8]] {
        let keys = ["", field.purpose, "maintien"].map { SymmetricKey(data: Array($0.utf8) + [0]) }
        let codes =
            keys.map { Array(HMAC<SHA256>.authenticationCode(for: Array(name.utf8), using: $0)) } + [
                Array(SHA256.hash(data: Array(name.utf8)))
            ]
        return codes.map { Array($0.prefix(16)) }
    }
}

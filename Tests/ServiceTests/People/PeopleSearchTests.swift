import Contracts
import FoundationEssentials
import JSON
import Postgres
import Testing

@testable import ContractService

/// People are found by what the vault and the log know of them now, whoever told it and by which way.
@Suite(.timeLimit(.minutes(10))) struct PeopleSearchTests {
    static let identity: JSON = [
        "familyName": "Le Goff-Kerbrat", "birthName": "d'Œuvre", "givenNames": "Sigolène Marie", "nir": "285032915600119",
        "email": "S.Kerbrat@exemple.fr", "phone": "+33 2 98 00 00 00",
    ]

    static func affiliation(_ identity: JSON? = nil, bornOn: String = "1985-03-14") -> JSON {
        .affiliation(["holder": ["bornOn": .string(bornOn), "identity": identity ?? .null]])
    }

    @Test func `a person is found by each thing that is known of them, and by several`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await service.affiliated(Self.affiliation(Self.identity))
            try await service.tell(.registerMandate, PeopleTests.mandate, of: contract)
            _ = try await service.affiliated(Self.affiliation(["familyName": "Durand", "givenNames": "Camille"], bornOn: "1990-01-02"))
            let id = contract.description
            let lines = [
                "le goff", "GOFF", "legoffkerbrat", "Kerbrat Le Goff", "Kerbrat Sigolene", "oeuvre", "Œuvre", "Doeuvre", "kerbrat s",
                "Marie Kerbrat",
                "Kerbrat 14/03/1985", "14 mars 1985", "Kerbrat 1985", "Sigolène Kerbrat 1985", "Ker 1985-03-14", "Sigolène 14/03/1985",
                "Kerb 1985",
                "2 85 03 29 156 001 19", "2850329156001", "s.kerbrat@EXEMPLE.fr", "02.98.00.00.00", "0298000000 kerbrat",
                "FR7630006000011234567890189", "Kerbrat 0290012E", "Kerbrat 0290012e 1985-03-14", String(id.prefix(9)), id,
                "\(id.prefix(13)) Goff",
            ]
            for line in lines { #expect(try await service.found(line) == ["Le Goff-Kerbrat Sigolène Marie"], "\(line)") }
            let others = [
                "Goffe", "Kerbrat Camille", "Kerbrat 1986", "Kerbrat 15/03/1985", "Ker", "Marie", "Kerbrat 0290013F", "2850329156002",
                "x.kerbrat@exemple.fr", "0298000001", "BE68539007547034", "Durand \(id.prefix(9))", "5c0f2c1e-7f0a-4d3b-9a51-0d6f4b1f2a33",
            ]
            for line in others { #expect(try await service.found(line).isEmpty, "\(line)") }
            let answer = try await service.people(try #require(FindLine("Kerbrat", employers: .standard)))
            #expect(
                answer == [
                    "people": [
                        [
                            "familyName": "Le Goff-Kerbrat", "birthName": "d'Œuvre", "givenNames": "Sigolène Marie", "bornOn": "1985-03-14",
                            "contract": .string(id), "person": "holder", "standing": "active",
                        ]
                    ]
                ])
            for line in ["0290012K", "1985"] {
                #expect(await Outcome { try await service.found(line) }.word == "too broad", "\(line)")
            }
        }
    }

    @Test func `whoever writes a person keeps the index in step`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await service.affiliated(Self.affiliation(bornOn: "1984-03-14"))
            #expect(try await service.found("Kerbrat").isEmpty)
            // A contract of which nothing is kept is found by its identifier.
            #expect(try await service.found(contract.description) == [""])
            _ = try await service.setPerson(.holder, of: contract, to: Self.identity)
            #expect(try await service.found("Kerbrat 14/03/1984").count == 1)
            _ = try await service.setPerson(
                .holder, of: contract, to: ["familyName": "Durand", "givenNames": "Sigolène"], if: .held(tags: nil))
            #expect(try await service.found("Kerbrat").isEmpty)
            #expect(try await service.found("285032915600119").isEmpty)
            #expect(try await service.found("Durand Sigolène 1984").count == 1)
            // Beneficiaries, and commands that tell of people.
            try await service.tell(.addBeneficiary, PeopleTests.child, of: contract)
            #expect(try await service.found("Morvan 3/2/2014") == ["Kerbrat-Morvan Théophile"])
            try await service.tell(.registerMandate, PeopleTests.mandate, of: contract)
            #expect(try await service.found("FR7630006000011234567890189") == ["Durand Sigolène"])
        }
    }

    @Test(arguments: ["alone", "in a full round", "with an identity"])
    func `who is told to be born on another day is found by that day`(way: String) async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await service.affiliated(Self.affiliation(Self.identity))
            let identity: JSON? = way == "with an identity" ? Self.identity : nil
            let correction: JSON = [
                "rescind": [1], "reason": "wrong day",
                "commands": [Self.affiliation(identity, bornOn: "1986-04-15").with(["command": "affiliate"])],
            ]
            if way == "in a full round" {
                // So many at once are decided without a guess.
                try await withThrowingTaskGroup { group in
                    for _ in 0..<100 { group.addTask { _ = try await service.affiliated() } }
                    group.addTask { try await service.tell(.correct, correction, of: contract) }
                    try await group.waitForAll()
                }
            } else {
                try await service.tell(.correct, correction, of: contract)
            }
            #expect(try await service.found("Kerbrat 15/04/1986").count == 1)
            #expect(try await service.found("Kerbrat Sigolène 1986").count == 1)
            #expect(try await service.found("15/04/1986").count == 1)
            #expect(try await service.found("Kerbrat 14/03/1985").isEmpty)
        }
    }

    @Test func `of an identity and a day of birth told at once, both are found together`() async throws {
        try await withService { made in
            let service = made.contracts
            for round in ["a", "b", "c", "d", "e", "f", "g", "h"] {
                let contract = try await service.affiliated(Self.affiliation())
                let correction: JSON = [
                    "rescind": [1], "reason": "wrong day",
                    "commands": [Self.affiliation(bornOn: "1986-04-15").with(["command": "affiliate"])],
                ]
                async let told = service.tell(.correct, correction, of: contract)
                async let kept = made.another().setPerson(.holder, of: contract, to: ["familyName": .string("Round\(round)")])
                _ = try await (told, kept)
                #expect(try await service.found("Round\(round) 15/04/1986").count == 1)
            }
        }
    }

    @Test func `more than 200 people are too many to name, and 200 are not`() async throws {
        try await withService { made in
            let service = made.contracts
            let lines = (0..<200).map { number in
                SpokenLine(
                    contract: .new(), command: .affiliate,
                    body: Self.affiliation(["familyName": "Martin", "givenNames": .string(number == 7 ? "Odile" : "Camille")])
                ).line(number)
            }
            let answers = try await service.submitAll(lines, caller: "clerk")
            #expect(answers.allSatisfy { Outcome($0.outcome).word == "accepted" })
            #expect(try await service.found("Martin").count == 200)
            #expect(try await service.found("Martin Odile").count == 1)
            _ = try await service.affiliated(Self.affiliation(["familyName": "Martin"]))
            for line in ["Martin", "Martin 14/03/1985", "14/03/1985"] {
                #expect(await Outcome { try await service.found(line) }.word == "too broad")
            }
            #expect(try await service.found("Martin Odile 14/03/1985").count == 1)
        }
    }

    @Test(arguments: [false, true])
    func `what was kept before there was an index is indexed by the index's own verb`(all: Bool) async throws {
        try await withService { made in
            let service = made.contracts
            var contracts: [ContractID] = []
            for number in 0..<5 {
                contracts.append(try await service.affiliated(Self.affiliation(["familyName": .string("Kerbrat \(number)")])))
            }
            try await service.tell(.registerMandate, PeopleTests.mandate, of: contracts[0])
            let before = try await made.tokens(of: contracts[0])
            _ = try await made.owner.withSession { session in
                try session.execute(all ? "UPDATE vault.record SET tokens = '{}'" : "UPDATE vault.record SET tokens = NULL")
            }
            #expect(try await service.found("Kerbrat").isEmpty)
            let count = try await PeopleIndex(database: made.database, vault: made.vault).fill(all: all) { _, _ in }
            #expect(count == 6)
            #expect(try await service.found("Kerbrat").count == 5)
            #expect(try await service.found("FR7630006000011234567890189").count == 1)
            #expect(try await made.tokens(of: contracts[0]) == before)
            #expect(try await PeopleIndex(database: made.database, vault: made.vault).fill(all: false) { _, _ in } == 0)
            // What nobody replaced is no earlier value.
            #expect(try await made.owner.withSession { try $0.one("SELECT count(*) FROM vault.earlier_record", as: Int.self) } == 0)
        }
    }
}

extension ServiceUnderTest {
    /// The tokens of a contract's people, as PostgreSQL writes them.
    fileprivate func tokens(of contract: ContractID) async throws -> [String] {
        try await owner.withSession { session in
            try session.query(
                "SELECT coalesce(tokens::text, 'none') FROM vault.record WHERE contract_id = \(contract.uuid) ORDER BY person, kind, reference",
                as: String.self)
        }
    }
}

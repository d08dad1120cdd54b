import Contracts
import EventLog
import JSON
import Postgres
import Testing

@testable import ContractService

/// What is kept of a person is destroyed for good; what the log says of the contract stays.
@Suite(.timeLimit(.minutes(10))) struct ErasureTests {
    static let identity = PeopleSearchTests.identity
    static let child = BeneficiaryID("0a5f7e12-4444-4222-8333-123456789abc")!  // a UUID
    static var order: ErasureOrder { get throws { try ErasureOrder(["reason": "demande d'effacement", "source": ["channel": "post"]]) } }

    static func child(identity: JSON? = identity) -> JSON {
        let body: JSON = [
            "beneficiary": .string(child.description), "relation": "child", "bornOn": "2015-05-05", "fiscallyDependent": true,
            "effectiveOn": "2026-04-01",
        ]
        return identity.map { body.with(["identity": $0]) } ?? body
    }

    /// A contract with a holder and a child of whom everything is kept, each thing under an idempotency key, and an earlier value of the holder.
    static func told(_ service: ContractService, under name: String = "") async throws -> ContractID {
        let contract = ContractID.new()
        try await service.tell(.affiliate, PeopleSearchTests.affiliation(identity), of: contract, key: #"a"\k"# + name)
        try await service.tell(.addBeneficiary, child(), of: contract, key: "child\(name)")
        try await service.tell(.registerMandate, PeopleTests.mandate, of: contract, key: "mandate\(name)")
        try await service.tell(.declarePay, IdempotencyTests.pay, of: contract, key: "pay\(name)")
        _ = try await service.setPerson(.holder, of: contract, to: identity.with(["familyName": "Autre"]))
        return contract
    }

    /// What is kept of a contract's people: of each table the number of rows.
    static func kept(of contract: ContractID, in made: ServiceUnderTest) async throws -> [Int] {
        try await made.owner.withSession { session in
            try ["person", "record", "earlier_record"].map { table in
                try session.one(
                    "SELECT count(*) FROM \(sql: SQL(unsafe: "vault.\(table)")) WHERE contract_id = \(contract.uuid)", as: Int.self)
            }
        }
    }

    @Test func `key, records, earlier values and tokens are gone, and the person is found and read no more`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await Self.told(service)
            #expect(try await Self.kept(of: contract, in: made) == [2, 3, 1])
            let questions: [Question] = [.coverage(on: "2026-06-15"), .cotisation(month: "2026-06", comparedWith: nil), .timeline]
            var before: [String?] = []
            for question in questions { before.append(Self.substance(try await service.ask(question, of: contract))) }
            let erased = try await service.erase(.holder, of: contract, for: Self.order, by: "supervisor-1")
            #expect(erased.body["person"] == "holder" && erased.body["version"] == 5)
            #expect(try await Self.kept(of: contract, in: made) == [1, 1, 0])
            #expect(await Outcome { try await service.person(.holder, of: contract) }.word == "person.erased ")
            #expect(await Outcome { try await service.personChanges(.holder, of: contract) }.word == "person.erased ")
            #expect(try await service.person(.beneficiary(Self.child), of: contract).content == Self.identity)
            for line in ["Autre", "Kerbrat Sigolène 1985", "14/03/1985"] { #expect(try await service.found(line).isEmpty, "\(line)") }
            // No rule moves.
            for (question, before) in zip(questions, before) {
                #expect(Self.substance(try await service.ask(question, of: contract)) == before)
            }
            let event = try await service.ask(.events, of: contract)["events"]?.array?.last
            #expect(event?["type"] == "personErased" && event?["recordedBy"] == "supervisor-1" && event?["source"] == ["channel": "post"])
            #expect(event?["data"] == ["person": "holder", "reason": "demande d'effacement"] && event?["effectiveOn"] == .null)
            let seen = try await service.ask(.eventsForHolder, of: contract)["events"]?.array?.last
            #expect(seen?["data"] == ["person": "holder"])
            // Again, it is answered the same, by whoever and for whatever reason.
            let again = try await service.erase(.holder, of: contract, for: ErasureOrder(["reason": ""]), by: "another")
            #expect(again.body == erased.body)
            let child = try await made.another().erase(.beneficiary(Self.child), of: contract, for: Self.order, by: "supervisor-1")
            #expect(child.body["version"] == 6)
            #expect(try await Self.kept(of: contract, in: made) == [0, 0, 0])
            #expect(try await made.register() == ["1 supervisor-1 holder 5", "2 supervisor-1 \(Self.child) 6"])
            #expect(try await made.erasureDamage() == nil)
            #expect(try await EventLog.verify(made.database).position == 6)
        }
    }

    /// An answer without what says as of when it is.
    private static func substance(_ answer: JSON) -> String? {
        guard var object = answer.object else { return nil }
        for name in ["version", "knownAt", "position", "asOf"] { _ = object.remove(name) }
        return JSON.object(object).description
    }

    @Test func `nothing is kept again of one who is erased, by whichever way it is told`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await Self.told(service)
            // Another process that remembers the contract as it was.
            let other = made.another()
            try await other.tell(.declarePay, IdempotencyTests.pay.with(["grossMonthlyPayCents": 7]), of: contract)
            _ = try await service.erase(.holder, of: contract, for: Self.order, by: "supervisor-1")
            _ = try await service.erase(.beneficiary(Self.child), of: contract, for: Self.order, by: "supervisor-1")
            let mandate = PeopleTests.mandate.with(["mandateReference": "RUM-9"])
            for desk in [other, service] {
                #expect(
                    await desk.outcome(.registerMandate, mandate, of: contract).word == "person.erased /iban")
                #expect(await desk.outcome(.registerMandate, mandate, of: contract, dryRun: true).word == "person.erased /iban")
                #expect(
                    await desk.outcome(.correct, Self.correction, of: contract).word == "person.erased /commands/1/identity")
                #expect(await Outcome { try await desk.setPerson(.holder, of: contract, to: Self.identity) }.word == "person.erased ")
            }
            #expect(await service.outcome(.rescind, ["version": 6, "reason": "erreur"], of: contract).word == "rescission.target")
            #expect(try await Self.kept(of: contract, in: made) == [0, 0, 0])
            // Who is not named is told as before.
            try await service.tell(.endEmployment, ["lastDay": "2026-06-30", "reason": "resignation"], of: contract)
            let anew = JSON.affiliation(effectiveOn: "2026-08-01")
            let identified = anew.with(["holder": ["bornOn": "1985-03-14", "identity": Self.identity]])
            #expect(await service.outcome(.affiliate, identified, of: contract).word == "person.erased /holder/identity")
            #expect(await service.outcome(.affiliate, anew, of: contract).word == "accepted")
        }
    }

    /// A correction that tells the child's identity anew.
    private static let correction: JSON = [
        "reason": "erreur", "rescind": [2],
        "commands": [
            ["command": "declare-pay", "effectiveOn": "2026-05-01", "grossMonthlyPayCents": 9],
            child().with(["command": "add-beneficiary"]),
        ],
    ]

    @Test func `of a command that told of two, the key stays with neither when one is erased`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = ContractID.new()
            try await service.tell(.affiliate, .affiliation(), of: contract)
            let other = BeneficiaryID("0a5f7e12-5555-4222-8333-123456789abc")!  // a UUID
            let both = [Self.child(), Self.child().with(["beneficiary": .string(other.description)])]
            let entries = both.map { $0.with(["command": "add-beneficiary"]) }
            try await service.tell(.correct, ["reason": "", "rescind": [], "commands": .array(entries)], of: contract, key: "both")
            func keys() async throws -> [String] {
                try await made.owner.withSession { session in
                    try session.query("SELECT unnest(command_keys) FROM vault.record", as: String.self)
                }
            }
            #expect(try await keys().count == 2)
            _ = try await service.erase(.beneficiary(Self.child), of: contract, for: Self.order, by: "supervisor-1")
            #expect(try await Self.kept(of: contract, in: made) == [1, 1, 0])
            #expect(try await keys().isEmpty)
        }
    }

    @Test func `the fingerprints of commands that told of the person are destroyed, and no others`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await Self.told(service)
            let plain = ContractID.new()
            try await service.tell(.affiliate, .affiliation(), of: plain, key: "plain")
            for contract in [contract, plain] { _ = try await service.erase(.holder, of: contract, for: Self.order, by: "supervisor-1") }
            let affiliation = PeopleSearchTests.affiliation(Self.identity)
            for desk in [service, made.another()] {
                #expect(await desk.outcome(.affiliate, affiliation, of: contract, key: #"a"\k"#).word == "idempotency.erased")
                #expect(await desk.outcome(.affiliate, .affiliation(), of: .new(), key: #"a"\k"#).word == "idempotency.erased")
                #expect(
                    await desk.outcome(.registerMandate, PeopleTests.mandate, of: contract, key: "mandate").word == "idempotency.erased")
                #expect(await desk.outcome(.addBeneficiary, Self.child(), of: contract, key: "child").word == "replayed")
                #expect(await desk.outcome(.declarePay, IdempotencyTests.pay, of: contract, key: "pay").word == "replayed")
                #expect(await desk.outcome(.affiliate, .affiliation(), of: plain, key: "plain").word == "replayed")
            }
            #expect(try await made.emptyFingerprints() == 2)
        }
    }

    @Test func `a line known by its content is one no more, and records nothing again`() async throws {
        try await withService { made in
            let contract = ContractID.new()
            let spoken = [
                SpokenLine(contract: contract, command: .affiliate, body: PeopleSearchTests.affiliation(Self.identity)),
                SpokenLine(contract: contract, command: .registerMandate, body: PeopleTests.mandate),
                SpokenLine(contract: contract, command: .declarePay, body: IdempotencyTests.pay),
            ]
            func words() async throws -> [String] {
                try await made.contracts.submitAll(spoken.enumerated().map { $1.line($0) }, caller: "import", keyedByContent: true)
                    .map { Outcome($0.outcome).word }
            }
            #expect(try await words() == ["accepted", "accepted", "accepted"])
            _ = try await made.contracts.erase(.holder, of: contract, for: Self.order, by: "supervisor-1")
            #expect(try await words() == ["contract.alreadyAffiliated", "person.erased /iban", "replayed"])
            #expect(try await made.emptyFingerprints() == 2)
            #expect(try await EventLog.verify(made.database).position == 4)
            let keys = try await made.owner.withSession { try $0.query("SELECT key FROM log.idempotency ORDER BY 1", as: String.self) }
            #expect(keys.dropFirst() == ["erased:\(contract):1", "erased:\(contract):2"])
        }
    }

    @Test func `an erasure that cannot be entered in the register changes nothing, and can be asked for again`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await Self.told(service)
            try await made.owner.withSession { try $0.executeScript("ALTER TABLE vault.erasure ADD CONSTRAINT never CHECK (number < 0)") }
            #expect(await Outcome { try await service.erase(.holder, of: contract, for: Self.order, by: "s") }.word.hasPrefix("fault"))
            #expect(try await Self.kept(of: contract, in: made) == [2, 3, 1])
            #expect(try await service.version(of: contract) == 4)
            #expect(try await service.found("Autre").count == 1)
            try await made.owner.withSession { try $0.executeScript("ALTER TABLE vault.erasure DROP CONSTRAINT never") }
            _ = try await service.erase(.holder, of: contract, for: Self.order, by: "s")
            #expect(try await Self.kept(of: contract, in: made) == [1, 1, 0])
        }
    }

    @Test func `whoever is unknown is not erased, nor is anybody for words that look personal`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await service.affiliated()
            func word(_ person: Person, _ contract: ContractID, _ reason: JSON) async -> String {
                await Outcome { try await service.erase(person, of: contract, for: ErasureOrder(reason), by: "s") }.word
            }
            #expect(await word(.holder, .new(), ["reason": ""]) == "contract.unknown")
            #expect(await word(.beneficiary(Self.child), contract, ["reason": ""]) == "beneficiary.unknown")
            #expect(await word(.holder, contract, ["reason": "appeler le 02 98 00 00 00"]) == "words.personal /reason")
            #expect(
                await word(.holder, contract, ["reason": "", "source": ["channel": "post", "reference": "0298000000"]])
                    == "words.personal /source/reference")
            #expect(await word(.holder, contract, [:]) == "malformed /reason")
            #expect(await word(.holder, contract, ["reason": "", "person": "holder"]) == "malformed /person")
            #expect(await word(.holder, contract, ["reason": .string(String(repeating: "a", count: 201))]) == "malformed /reason")
            #expect(try await service.version(of: contract) == 1)
            // Of whom nothing is kept is erased all the same: nothing shall be.
            #expect(await word(.holder, contract, ["reason": ""]) == "accepted")
            #expect(await Outcome { try await service.setPerson(.holder, of: contract, to: Self.identity) }.word == "person.erased ")
        }
    }

    @Test func `while others tell of the person and change what is held, one erasure is recorded and nothing stays`() async throws {
        try await withService { made in
            let services = [made.contracts, made.another(), made.another()]
            for round in 0..<8 {
                let contract = try await Self.told(services[0], under: "\(round)")
                try await withThrowingTaskGroup { group in
                    for service in services {
                        group.addTask {
                            for number in 0..<6 {
                                let mandate = PeopleTests.mandate.with(["mandateReference": "RUM-\(number)"])
                                _ = await service.outcome(.registerMandate, mandate, of: contract)
                                _ = await Outcome { try await service.setPerson(.holder, of: contract, to: Self.identity) }
                            }
                        }
                        group.addTask { _ = try await service.erase(.holder, of: contract, for: Self.order, by: "s") }
                    }
                    try await group.waitForAll()
                }
                let rows = try await made.owner.withSession { session in
                    try session.one(
                        "SELECT count(*) FROM vault.record WHERE contract_id = \(contract.uuid) AND person = 'holder'", as: Int.self)
                }
                #expect(rows == 0)
                let types = try await services[0].ask(.events, of: contract)["events"]?.array?.compactMap { $0["type"]?.string } ?? []
                #expect(types.count { $0 == "personErased" } == 1)
            }
            #expect(try await made.erasureDamage() == nil)
            #expect(try await EventLog.verify(made.database).position > 0)
        }
    }

    @Test(arguments: [
        "DELETE FROM vault.erasure WHERE number = 2", "UPDATE vault.erasure SET caller = 'x' WHERE number = 1",
        "UPDATE vault.erasure SET hash = '' WHERE number = 2",
        "UPDATE vault.erasure SET number = number + 2", "UPDATE vault.erasure SET person = '\(child)' WHERE number = 1",
    ])
    func `a register that was changed is found, and names the event`(statement: String) async throws {
        try await withService { made in
            for _ in 0..<2 {
                let contract = try await made.contracts.affiliated()
                _ = try await made.contracts.erase(.holder, of: contract, for: Self.order, by: "s")
            }
            let script = "ALTER TABLE vault.erasure DISABLE TRIGGER erasure_is_immutable; \(statement)"
            await #expect(throws: PostgresError.self) { try await made.owner.withSession { try $0.executeScript(statement) } }
            #expect(try await made.erasureDamage() == nil)
            try await made.owner.withSession { try $0.executeScript(script) }
            let position: Int64 = statement.hasSuffix("2") && !statement.contains("+") ? 4 : 2
            #expect(try await made.erasureDamage() == position)
        }
    }

    @Test func `the event of an erasure is read in the form in which it was written, for ever`() throws {
        let holder = Fact.erasure(Erasure(beneficiary: nil, reason: "demande"))
        let child = Fact.erasure(Erasure(beneficiary: Self.child, reason: ""))
        for (fact, bytes) in [
            (holder, #"{"person":"holder","reason":"demande"}"#),
            (child, #"{"person":"0a5f7e12-4444-4222-8333-123456789abc","reason":""}"#),
        ] {
            #expect(String(decoding: EventCodec.payload(of: fact), as: UTF8.self) == bytes)
            #expect(try EventCodec.fact(type: "personErased", schema: 1, payload: Array(bytes.utf8)) == fact)
        }
        for payload in ["{}", #"{"person":"somebody","reason":""}"#, #"{"person":"holder","reason":"","name":"x"}"#] {
            #expect(throws: EventCodec.Unreadable.self) {
                try EventCodec.fact(type: "personErased", schema: 1, payload: Array(payload.utf8))
            }
        }
    }
}

extension ServiceUnderTest {
    /// The position of the first event of an erasure that the register has otherwise.
    fileprivate func erasureDamage() async throws -> Int64? {
        try await database.withSession { try $0.one("SELECT vault.first_erasure_damage()", as: Int64?.self) }
    }

    /// The register of erasures, in order.
    fileprivate func register() async throws -> [String] {
        try await owner.withSession { session in
            try session.query(
                "SELECT number, caller, person, position FROM vault.erasure ORDER BY number", as: (Int, String, String, Int).self
            )
            .map { "\($0) \($1) \($2) \($3)" }
        }
    }

    /// How many idempotency keys have no fingerprint any more.
    fileprivate func emptyFingerprints() async throws -> Int {
        try await owner.withSession { try $0.one("SELECT count(*) FROM log.idempotency WHERE fingerprint = ''", as: Int.self) }
    }
}

import Billing
import Contracts
import JSON
import Postgres
import ServiceTesting
import Synchronization
import Testing
import Vault

@testable import ContractService

/// The reference of a mandate is that of one contract among those of its creditor: the log alone decides whose.
@Suite(.timeLimit(.minutes(10))) struct MandateReferenceTests {
    private static func mandate(_ reference: String, iban: String = "FR7630006000011234567890189") -> JSON {
        ["effectiveOn": "2026-05-01", "iban": .string(iban), "mandateReference": .string(reference), "signedOn": "2026-05-01"]
    }

    /// The scheme of these tests under other names, each with a creditor.
    private static func served(_ creditors: [String: String]) throws -> (schemes: Schemes, money: [String: MoneyParameters]) {
        let file = MoneyParametersReadingTests.file
        let read = try creditors.map { name, identifier in
            let parameters = file["parameters"] ?? [:]
            let row = parameters["creditor"]?[0] ?? [:]
            let creditor = row["value"]?.with(["identifier": .string(identifier)]) ?? [:]
            let scheme = file.with([
                "scheme": .string(name), "parameters": parameters.with(["creditor": [row.with(["value": creditor])]]),
            ])
            return try SchemeReader.read(scheme.bytes())
        }
        return (
            Schemes(read.map(\.scheme)),
            Dictionary(uniqueKeysWithValues: read.compactMap { one in one.money.map { (one.scheme.name, $0) } })
        )
    }

    private static let creditor = "FR72ZZZ123456"

    @Test func `a reference that another contract has is refused, whether its mandate is revoked or not`() async throws {
        try await withService { made in
            let (schemes, money) = try Self.served(["littoral-2026": Self.creditor])
            let service = made.another(schemes: schemes, money: money)
            let (one, two) = (try await service.affiliated(), try await service.affiliated())
            func outcome(_ contract: ContractID, _ reference: String, dryRun: Bool = false) async -> String {
                await service.outcome(.registerMandate, Self.mandate(reference), of: contract, dryRun: dryRun).word
            }
            #expect(await outcome(one, "RUM-1", dryRun: true) == "accepted")
            #expect(await outcome(one, "RUM-1") == "accepted")
            #expect(await outcome(two, "RUM-1", dryRun: true) == "mandate.taken /mandateReference")
            #expect(await outcome(two, "RUM-1") == "mandate.taken /mandateReference")
            #expect(await outcome(two, "rum-1") == "accepted")
            // Its own contract may register it again.
            #expect(
                await service.outcome(.registerMandate, Self.mandate("RUM-1", iban: "BE68539007547034"), of: one, dryRun: true).word
                    == "accepted")
            let revocation: JSON = ["effectiveOn": "2026-06-01", "mandateReference": "RUM-1"]
            #expect(await service.outcome(.revokeMandate, revocation, of: one).word == "accepted")
            #expect(await outcome(two, "RUM-1") == "mandate.taken /mandateReference")
            // Nothing was kept of what was refused.
            #expect(try await service.version(of: two) == 2)
            #expect(try await made.sealed(of: two).count == 1)
        }
    }

    @Test func `a registration that was rescinded leaves the reference to others`() async throws {
        try await withService { made in
            let (schemes, money) = try Self.served(["littoral-2026": Self.creditor])
            let service = made.another(schemes: schemes, money: money)
            let (one, two) = (try await service.affiliated(), try await service.affiliated())
            try await service.tell(.registerMandate, Self.mandate("RUM-1"), of: one)
            try await service.tell(.rescind, ["version": 2, "reason": "the other agent's"], of: one)
            #expect(await service.outcome(.registerMandate, Self.mandate("RUM-1"), of: two).word == "accepted")
            #expect(await service.outcome(.registerMandate, Self.mandate("RUM-1"), of: one).word == "mandate.taken /mandateReference")
        }
    }

    @Test func `a correction is refused by the field of its command`() async throws {
        try await withService { made in
            let (schemes, money) = try Self.served(["littoral-2026": Self.creditor])
            let service = made.another(schemes: schemes, money: money)
            let (one, two) = (try await service.affiliated(), try await service.affiliated())
            try await service.tell(.registerMandate, Self.mandate("RUM-1"), of: one)
            try await service.tell(.registerMandate, Self.mandate("RUM-2"), of: two)
            func correction(_ reference: String) -> JSON {
                CorrectionTests.correction([2], [(.registerMandate, Self.mandate(reference))])
            }
            #expect(await service.outcome(.correct, correction("RUM-1"), of: two).word == "mandate.taken /commands/0/mandateReference")
            #expect(await service.outcome(.correct, correction("RUM-3"), of: two).word == "accepted")
        }
    }

    @Test func `each creditor has references of its own, whatever its characters for own use`() async throws {
        try await withService { made in
            let (schemes, money) = try Self.served([
                "littoral-2026": Self.creditor, "estuaire-2026": "FR72ABC123456", "vallee-2026": "DE98ZZZ09999999999",
            ])
            let service = made.another(schemes: schemes, money: money)
            var contracts: [String: ContractID] = [:]
            for name in ["littoral-2026", "estuaire-2026", "vallee-2026"] {
                contracts[name] = try await service.affiliated(.affiliation(["scheme": .string(name)]))
            }
            func outcome(_ name: String) async throws -> String {
                await service.outcome(.registerMandate, Self.mandate("RUM-1"), of: try #require(contracts[name])).word
            }
            #expect(try await outcome("littoral-2026") == "accepted")
            #expect(try await outcome("vallee-2026") == "accepted")
            #expect(try await outcome("estuaire-2026") == "mandate.taken /mandateReference")
        }
    }

    @Test func `a correction that joins a scheme and registers at once is compared in that scheme`() async throws {
        try await withService { made in
            let (schemes, money) = try Self.served(["littoral-2026": Self.creditor, "vallee-2026": "DE98ZZZ09999999999"])
            let service = made.another(schemes: schemes, money: money)
            let one = try await service.affiliated()
            try await service.tell(.registerMandate, Self.mandate("RUM-1"), of: one)
            let two = try await service.affiliated(.affiliation(["scheme": "vallee-2026"]))
            let correction = CorrectionTests.correction([1], [(.affiliate, .affiliation()), (.registerMandate, Self.mandate("RUM-1"))])
            #expect(await service.outcome(.correct, correction, of: two).word == "mandate.taken /commands/1/mandateReference")
        }
    }

    @Test func `schemes without parameters of money compare no references`() async throws {
        try await withService { made in
            let service = made.contracts
            let (one, two) = (try await service.affiliated(), try await service.affiliated())
            for contract in [one, two] {
                #expect(await service.outcome(.registerMandate, Self.mandate("RUM-1"), of: contract).word == "accepted")
            }
        }
    }

    @Test func `in one bulk the first line has the reference`() async throws {
        try await withService { made in
            let (schemes, money) = try Self.served(["littoral-2026": Self.creditor])
            let service = made.another(schemes: schemes, money: money)
            var contracts: [ContractID] = []
            for _ in 0..<4 { contracts.append(try await service.affiliated()) }
            let lines = contracts.enumerated().map { place, contract in
                SpokenLine(contract: contract, command: .registerMandate, body: Self.mandate(place == 3 ? "RUM-2" : "RUM-1")).line(place)
            }
            let words = try await service.submitAll(lines, caller: "clerk").map { Outcome($0.outcome).word }
            #expect(words.count { $0 == "accepted" } == 2 && words[3] == "accepted")
            #expect(words.count { $0 == "mandate.taken /mandateReference" } == 2)
        }
    }

    @Test func `what another process registers meanwhile is seen`() async throws {
        try await withService { made in
            let (schemes, money) = try Self.served(["littoral-2026": Self.creditor])
            let other = made.another(schemes: schemes, money: money)
            let (one, two) = (try await other.affiliated(), try await other.affiliated())
            let isNew = Mutex(true)
            let service = made.another(
                schemes: schemes, money: money,
                reached: { point in
                    guard point == .judged(attempt: 1),
                        isNew.withLock({ isNew in
                            defer { isNew = false }; return isNew
                        })
                    else { return }
                    waiting { try await other.tell(.registerMandate, Self.mandate("RUM-1"), of: one) }
                })
            #expect(await service.outcome(.registerMandate, Self.mandate("RUM-1"), of: two).word == "mandate.taken /mandateReference")
        }
    }

    @Test func `of many who register one reference over two processes at once, one does`() async throws {
        try await withService { made in
            let (schemes, money) = try Self.served(["littoral-2026": Self.creditor])
            let services = [made.another(schemes: schemes, money: money), made.another(schemes: schemes, money: money)]
            var contracts: [ContractID] = []
            for _ in 0..<20 { contracts.append(try await services[0].affiliated()) }
            for round in 0..<5 {
                let words = await withTaskGroup(of: String.self) { group in
                    for (place, contract) in contracts.enumerated() {
                        group.addTask {
                            await services[place % 2].outcome(.registerMandate, Self.mandate("RUM-\(round)"), of: contract).word
                        }
                    }
                    return await group.reduce(into: []) { $0.append($1) }
                }
                #expect(words.count { $0 == "accepted" } == 1, "\(words)")
                #expect(words.count { $0 == "mandate.taken /mandateReference" } == 19, "\(words)")
            }
        }
    }

    /// Of a reference that is registered again the vault keeps every account, also when one transaction records both.
    @Test func `no account is lost when a reference is registered again`() async throws {
        try await withService { made in
            let contract = try await made.contracts.affiliated()
            let accounts = ["FR7630006000011234567890189", "BE68539007547034", "DE89370400440532013000", "FR1420041010050500013M02606"]
            let lines = accounts.dropLast().enumerated().map { place, account in
                SpokenLine(
                    contract: contract, command: .registerMandate,
                    body: Self.mandate("RUM-1", iban: account).with(["signedOn": .string("2026-05-0\(place + 1)")])
                )
                .line(place)
            }
            #expect(try await made.contracts.submitAll(lines, caller: "clerk").allSatisfy { Outcome($0.outcome).word == "accepted" })
            try await made.contracts.tell(
                .registerMandate, Self.mandate("RUM-1", iban: accounts[3]).with(["signedOn": "2026-05-09"]), of: contract)
            let kept = try await made.database.withSession { [vault = made.vault] session in
                try vault.values(of: .bankDetails(mandateReference: "RUM-1"), of: .holder, in: contract.uuid, in: session)
            }
            #expect(try kept.map { try JSON(parsing: $0.record.content)["iban"]?.string } == accounts.reversed())
        }
    }
}

import FoundationEssentials
import JSON
import Postgres
import Testing

@testable import ContractService

/// What names people is in the vault, sealed, and nowhere else; what was refused is nowhere.
@Suite(.timeLimit(.minutes(10))) struct PeopleTests {
    static let child: JSON = [
        "beneficiary": "5c0f2c1e-7f0a-4d3b-9a51-0d6f4b1f2a33", "relation": "child", "bornOn": "2014-02-03", "fiscallyDependent": true,
        "effectiveOn": "2026-05-01", "identity": ["familyName": "Kerbrat-Morvan", "givenNames": "Théophile", "nir": "114022915600140"],
    ]
    static let holder: JSON = [
        "familyName": "Kerbrat", "givenNames": "Sigolène", "nir": "285032915600119", "email": "s.kerbrat@exemple.fr",
    ]
    static let mandate: JSON = [
        "effectiveOn": "2026-05-01", "iban": "FR76 3000 6000 0112 3456 7890 189", "mandateReference": "RUM-0001", "signedOn": "2026-04-20",
    ]
    /// What must not be found, as it was told and in other spellings.
    static let secrets = [
        "Kerbrat", "kerbrat", "KERBRAT", "Morvan", "Sigolène", "Sigol", "Théophile", "285032915600119", "114022915600140", "exemple.fr",
        "FR7630006000011234567890189", "FR76 3000 6000", "30006000011234567890189", "familyName", "identity", "iban",
    ]

    @Test func `neither log nor vault shows a name, a number or an account`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await service.affiliated(.affiliation(["holder": ["bornOn": "1985-03-14", "identity": Self.holder]]))
            try await service.tell(.addBeneficiary, Self.child, of: contract, key: "a key")
            try await service.tell(.addBeneficiary, Self.child, of: contract, key: "a key")
            try await service.tell(.registerMandate, Self.mandate, of: contract, key: "another")
            _ = try await service.setPerson(
                .holder, of: contract, to: Self.holder.with(["phone": "02 98 00 00 00", "address": "Kerbrat, Brest"]))

            let dump = try await made.dump()
            #expect(dump.contains("<payload>") && dump.contains("RUM-0001") && dump.contains(contract.description))
            for secret in Self.secrets where secret != "identity" {
                #expect(!dump.holds(secret), "\(secret) is in the database")
            }
            // The kind of a record is told, of an earlier one too, and nothing of what it says.
            #expect(dump.ranges(of: "<kind>identity<").count == 3)
            #expect(try await made.traces == [3, 2, 2, 3])
            for question: Question in [
                .events, .timeline, .coverage(on: "2026-05-01"), .eligibility(on: "2026-05-01"),
                .cotisation(month: "2026-05", comparedWith: nil),
            ] {
                let answer = try await service.ask(question, of: contract).description
                for secret in Self.secrets { #expect(!answer.contains(secret), "\(secret) is in an answer to \(question)") }
            }
        }
    }

    @Test func `what is refused leaves no trace`() async throws {
        try await withService { made in
            let service = made.contracts
            let known = try await service.affiliated()
            let traces = try await made.traces
            let named = JSON.affiliation(["holder": ["bornOn": "1985-03-14", "identity": Self.holder]])
            let words = [
                await service.outcome(.affiliate, named, of: known, key: "k").word,
                await service.outcome(.affiliate, named.with(["effectiveOn": "2026-02-01"]), of: .new(), key: "k").word,
                await service.outcome(.affiliate, named.with(["scheme": "elsewhere"]), of: .new()).word,
                await service.outcome(.affiliate, named, of: .new(), at: 3).word,
                await service.outcome(.affiliate, named, of: .new(), dryRun: true).word,
                await service.outcome(.affiliate, named.with(["option": "gold"]), of: .new()).word,
                await service.outcome(.addBeneficiary, Self.child.with(["bornOn": "1990-01-01"]), of: known).word,
                await service.outcome(.addBeneficiary, Self.child, of: .new()).word,
                await service.outcome(.registerMandate, Self.mandate, of: .new()).word,
            ]
            #expect(
                words == [
                    "contract.alreadyAffiliated", "affiliation.beforeScheme", "scheme.unknown", "at version 0", "accepted",
                    "malformed /option",
                    "beneficiary.notEligible", "contract.unknown", "contract.unknown",
                ])
            #expect(try await made.traces == traces)
            #expect(await Outcome { try await service.person(.holder, of: known) }.word == "person unknown")
        }
    }

    @Test func `people are read and replaced by name, once the contract knows them`() async throws {
        try await withService { made in
            let service = made.contracts
            let contract = try await service.affiliated(.affiliation(["holder": ["bornOn": "1985-03-14", "identity": Self.holder]]))
            let child = try #require(Person("5C0F2C1E-7F0A-4D3B-9A51-0D6F4B1F2A33"))
            #expect(try await service.person(.holder, of: contract).content == Self.holder)
            #expect(await Outcome { try await service.person(child, of: contract) }.word == "beneficiary.unknown")
            #expect(await Outcome { try await service.setPerson(child, of: contract, to: [:]) }.word == "beneficiary.unknown")
            #expect(await Outcome { try await service.person(.holder, of: .new()) }.word == "contract.unknown")
            #expect(await Outcome { try await service.setPerson(.holder, of: .new(), to: [:]) }.word == "contract.unknown")

            try await service.tell(.addBeneficiary, Self.child.with(["identity": nil]), of: contract)
            #expect(await Outcome { try await service.person(child, of: contract) }.word == "person unknown")
            let told: JSON = ["givenNames": "Théophile"]
            #expect(try await service.setPerson(child, of: contract, to: told).content == told)
            #expect(try await service.person(child, of: contract).content == told)
            #expect(try await service.person(.holder, of: contract).content == Self.holder)

            // What is annulled in the log stays known to the vault.
            try await service.tell(.rescind, ["version": 2, "reason": "another family"], of: contract)
            #expect(try await service.person(child, of: contract).content == told)
            #expect(await Outcome { try await service.setPerson(.holder, of: contract, to: ["nir": 5]) }.word == "malformed /nir")
            #expect(await Outcome { try await service.setPerson(.holder, of: contract, to: []) }.word == "malformed ")
            // A new affiliation tells anew.
            try await service.tell(.endEmployment, ["lastDay": "2026-06-30", "reason": "resignation"], of: contract)
            let again = JSON.affiliation(
                effectiveOn: "2026-09-01", ["holder": ["bornOn": "1985-03-14", "identity": ["familyName": "Le Goff"]]])
            try await service.tell(.affiliate, again, of: contract)
            #expect(try await service.person(.holder, of: contract).content == ["familyName": "Le Goff"])
        }
    }

    @Test func `an account is kept with its mandate, without its spaces`() async throws {
        try await withService { made in
            let contract = try await made.contracts.affiliated()
            try await made.contracts.tell(.registerMandate, Self.mandate, of: contract)
            try await made.contracts.tell(
                .registerMandate, Self.mandate.with(["mandateReference": "RUM-0002", "iban": "be68539007547034"]), of: contract)
            let accounts = try await made.sealed(of: contract)
            #expect(
                accounts == [
                    #"bankDetails(mandateReference: "RUM-0001") {"iban":"FR7630006000011234567890189"}"#,
                    #"bankDetails(mandateReference: "RUM-0002") {"iban":"BE68539007547034"}"#,
                ])
        }
    }
}

extension ServiceUnderTest {
    /// Every column of every table, bytes in hexadecimal digits.
    fileprivate func dump() async throws -> String {
        try await owner.withSession { session in
            try session.executeScript("SET xmlbinary = hex")
            return try session.one("SELECT database_to_xml(true, false, '')::text", as: String.self)
        }
    }
}

extension String {
    /// Whether a text is in this dump, as it is or in the hexadecimal digits of a column of bytes.
    fileprivate func holds(_ secret: String) -> Bool {
        let digits = secret.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return contains(secret) || lowercased().contains(digits) || contains(Data(secret.utf8).base64EncodedString())
    }
}

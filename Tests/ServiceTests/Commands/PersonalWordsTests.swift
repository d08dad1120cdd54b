import JSON
import Testing

@testable import ContractService

/// Words that are kept for ever hold no personal data.
@Suite(.timeLimit(.minutes(10))) struct PersonalWordsTests {
    @Test(arguments: [
        // NIR: with its key, grouped in any way, without the key, with a wrong one, of Corsica, glued to a word.
        "NIR 285032915600119", "2 85 03 29 156 001 19", "2.85.03.29.156.001.19", "n° 2-85-03-29-156-001", "2850329156001",
        "285032915600118", "nir285032915600119", "1 85 05 2A 004 123", "1 85 05 2a 004 123 42", "185 05 78 006 084 36",
        "２８５０３２９１５６００１１９", "2 85\u{200B}03\u{A0}29 156 001 19", "٢٨٥٠٣٢٩١٥٦٠٠١١٩",
        // IBAN: grouped, in small letters, with a wrong key, of another country, glued to a word.
        "FR7630006000011234567890189", "compte fr76 3000 6000 0112 3456 7890 189", "FR76-3000-6000-0112-3456-7890-189",
        "IBAN:FR7630006000011234567890189", "ibanFR7630006000011234567890189ok", "FR76 3000 6000 0112 3456 7890 188", "be68 5390 0754 7034",
        // E-mail.
        "paul.durand@example.fr", "écrire à p_durand+x@mail.example.com.", "paul @ example.fr", "paul＠example.fr", "rené@example.fr",
        // Telephone.
        "06 12 34 56 78", "tél. 0612345678", "06.12.34.56.78", "06-12-34-56-78", "+33 6 12 34 56 78", "+33 (0)6 12 34 56 78",
        "0033612345678",
        "00 33 6 12 34 56 78", "+1 (202) 555-0143", "rappeler (06) 12345678 demain", "le 01/02/2026 au 06 12 34 56 78",
    ])
    func `what looks like personal data is found`(text: String) { #expect(PersonalWords.stand(in: text)) }

    @Test(arguments: [
        "", "pour « raison » \u{1F600}", "two days late", "séparation, « d'un commun accord » — pièce n° 3/4",
        "du 01/02/2026 au 05/03/2026",
        "01/02/2026 05/03/2026 07/08/2026", "2026-01-02 2026-03-04", "01.02.2026-05.03.2026", "25,90 € au lieu de 1 234 567,89 €",
        "dossier 2026-004711", "GED-2026/004711", "n° 0123456", "SIREN 362 521 879", "SIRET 362 521 879 00034", "0750001A",
        "à 14 h 30 @ la mairie",
        "facture@", "@service", "prise en charge à 100 % (50 + 50)", "version 12, puis 13", "3f0e8c1a-6a57-4d0b-9a3e-1f1f5a2b7c01",
        "article L. 911-8, décret 2022-633", "accord du 26-01-2022, § 5.2", "no 15 du mois",
    ])
    func `other words are not`(text: String) { #expect(!PersonalWords.stand(in: text)) }

    @Test func `a command with such words is refused after every other rule, with the field`() async throws {
        try await withService { service in
            let desk = service.contracts
            let contract = try await desk.affiliated()
            let phone: JSON = ["channel": "phone", "reference": "06-12-34-56-78"]
            let pay = IdempotencyTests.pay
            #expect(await desk.outcome(.declarePay, pay.with(["source": phone]), of: contract).word == "words.personal /source/reference")
            #expect(
                await desk.outcome(.declarePay, pay.with(["source": phone]), of: contract, dryRun: true).word
                    == "words.personal /source/reference")
            #expect(
                await desk.outcome(.rescind, ["version": 1, "reason": "06 12 34 56 78"], of: contract).word == "words.personal /reason")
            #expect(await desk.outcome(.rescind, ["version": 9, "reason": "06 12 34 56 78"], of: contract).word == "rescission.target")
            #expect(await desk.outcome(.affiliate, .affiliation(["source": phone]), of: contract).word == "contract.alreadyAffiliated")
            #expect(await desk.outcome(.declarePay, pay.with(["source": phone]), of: .new()).word == "contract.unknown")
            #expect(await desk.outcome(.declarePay, pay.with(["source": phone]), of: contract, at: 7).word == "at version 1")
            let correction: JSON = [
                "reason": "two days late", "rescind": [],
                "commands": [
                    ["command": "declare-pay", "effectiveOn": "2026-05-01", "grossMonthlyPayCents": 1],
                    [
                        "command": "remove-beneficiary", "beneficiary": "5c0f2c1e-7f0a-4d3b-9a51-0d6f4b1f2a33", "effectiveOn": "2026-05-01",
                        "reason": "a@b.fr",
                    ],
                ],
            ]
            #expect(try Command(.correct, body: correction).personalWords == "/commands/1/reason")
            #expect(try await desk.version(of: contract) == 1)
        }
    }

    @Test func `words that were recorded before are read`() throws {
        let payload = #"{"reason":"06 12 34 56 78","version":2}"#
        #expect(throws: Never.self) { try EventCodec.fact(type: "rescinded", schema: 1, payload: Array(payload.utf8)) }
    }
}

import Contracts
import JSON
import Testing

@testable import ContractService

/// What is told of people, mandates and employers has its form, or is refused with a pointer.
@Suite struct ValueTests {
    @Test(arguments: [
        ("285032915600119", "285032915600119"), ("2 85 03 29 156 001 19", "285032915600119"), ("114022915600140", "114022915600140"),
        ("184122A00400148", "184122A00400148"), ("1 84 12 2b 004 001 75", "184122B00400175"),
    ])
    func `a NIR has its key, and no other`(text: String, canonical: String) {
        #expect(NIR(text)?.text == canonical)
        for key in (0...99).map({ $0 < 10 ? "0\($0)" : "\($0)" }) where key != canonical.suffix(2) {
            #expect(NIR(canonical.prefix(13) + key) == nil)
        }
    }

    @Test(arguments: [
        "", "2850329156001", "28503291560011", "2850329156001199", "2C5032915600119", "285032C15600119", "28503２915600119",
        "-85032915600119",
    ])
    func `anything else is no NIR`(text: String) { #expect(NIR(text) == nil) }

    @Test(arguments: [
        ("RUM-0001", true), ("a", true), (String(repeating: "9", count: 35), true), ("++RUM(1),it's:ok?a/b.", true), ("RUM 1", false),
        ("/RUM", false),
        ("RUM/", false), ("R//M", false), ("", false), (String(repeating: "9", count: 36), false), ("RUM_1", false), ("RÉF", false),
        ("R\n", false),
        ("FR7630006000011234567890189", false), ("RUM FR76 3000 6000 0112 3456 7890 189", false),
        ("rum-fr7630006000011234567890189", false),
        ("285032915600119", false), ("2 85 03 29 156 001 19", false), ("RUM-285032915600119-A", false), ("285032915600118", true),
    ])
    func `a mandate's reference is SEPA's, and names nobody`(text: String, isAccepted: Bool) {
        #expect(MandateReference.accepts(text) == isAccepted)
    }

    @Test(arguments: [
        ("++RUM (1), it's: ok? a/b.", true), ("RUM FR76 3000 6000 0112 3456 7890 189", false), ("RUM_1", false),
        (String(repeating: "9", count: 36), false),
    ])
    func `a mandate registered earlier, with spaces in its reference, can still be revoked`(text: String, isAccepted: Bool) {
        let body: JSON = ["effectiveOn": "2026-06-01", "mandateReference": .string(text)]
        #expect(flaw(.revokeMandate, body) == (isAccepted ? nil : "/mandateReference"))
    }

    @Test(
        arguments: [
            (["familyName": "Ollivier", "birthName": "Le Goff", "givenNames": "Maëlle", "nir": "2 85 03 29 156 001 19"], nil),
            (["email": "a.b+c@d.example", "phone": "+33 (0)2.98-00/00", "address": .string(String(repeating: "é", count: 500))], nil),
            (["familyName": nil], nil), ([:], nil), (["surname": "x"], "/surname"), (["familyName": ""], "/familyName"),
            (["familyName": .string(String(repeating: "x", count: 201))], "/familyName"),
            (["address": .string(String(repeating: "x", count: 501))], "/address"),
            (["givenNames": "a\nb"], "/givenNames"), (["address": "a\u{7F}"], "/address"), (["birthName": "\u{9B}x"], "/birthName"),
            (["nir": "285032915600118"], "/nir"), (["nir": 285_032_915_600_119], "/nir"), (["email": "a@b"], "/email"),
            (["email": "@b.c"], "/email"),
            (["email": "a b@c.d"], "/email"), (["email": "a@b@c.d"], "/email"), (["email": "a@b..c"], "/email"),
            (["phone": "call me"], "/phone"),
            (["phone": "12"], "/phone"), (["phone": "1234567890123456"], "/phone"), (["phone": "1+234"], "/phone"),
            (["phone": ""], "/phone"),
            (["address": ["city": "Brest"]], "/address"),
        ] as [(JSON, String?)])
    func `a person has these fields and no others`(identity: JSON, pointer: String?) {
        #expect(
            flaw(.affiliate, .affiliation(["holder": ["bornOn": "1985-03-14", "identity": identity]]))
                == pointer.map { "/holder/identity" + $0 })
    }

    @Test func `a number is kept without its spaces`() throws {
        let identity: JSON = ["nir": "1 14 02 29 156 001 40", "familyName": "Le  Goff"]
        #expect(try identity.read(.identity) == ["nir": "114022915600140", "familyName": "Le  Goff"])
    }

    @Test(
        arguments: [
            ("[0-9A-Z]{1,20}", "0750001A", true), ("[0-9A-Z]{1,20}", " 0750001a", false), ("[0-9A-Z]{1,20}", "", false),
            ("[A-F-]{2,3}", "A-B", true), ("[A-F-]{2,3}", "G", false), ("[a-z_.]{1,5}", "a_b.c", true), ("[0-9A-Z]{1,20}", "Ａ", false),
        ])
    func `an employer's code has the form of the deployment`(form: String, code: String, isAccepted: Bool) throws {
        let employers = try #require(EmployerCodes(form))
        #expect(employers.accepts(code) == isAccepted && employers.description == form)
        let body: JSON = ["effectiveOn": "2026-05-01", "employer": .string(code)]
        if isAccepted {
            _ = try Command(.changeEmployer, body: body, employers: employers)
        } else {
            #expect(throws: MalformedField(.badValue(expected: form), at: "/employer")) {
                try Command(.changeEmployer, body: body, employers: employers)
            }
        }
    }

    @Test(arguments: [
        "", "x", "[0-9]", "[]{1,2}", "[0-9]{0,2}", "[0-9]{3,2}", "[9-0]{1,2}", "[0-9]{1,101}", "[ -~]{1,2}", "[é]{1,2}", "[0-9]{1}",
        "[^0]{1,2}",
    ])
    func `another text is no form`(form: String) { #expect(EmployerCodes(form) == nil) }

    @Test(
        arguments: [
            (
                .exempt,
                [
                    "scheme": "s", "effectiveOn": "2026-05-02", "through": "2026-05-01", "ground": "individualContract",
                    "swornStatementOn": "2026-04-01",
                ], "/through"
            ),
            (
                .recordBeneficiaryStatus,
                [
                    "beneficiary": "5c0f2c1e-7f0a-4d3b-9a51-0d6f4b1f2a33",
                    "status": ["kind": "student", "from": "2026-09-01", "through": "2026-08-31"],
                ],
                "/status/through"
            ),
            (
                .addBeneficiary,
                [
                    "beneficiary": "5c0f2c1e-7f0a-4d3b-9a51-0d6f4b1f2a33", "relation": "child", "bornOn": "2005-01-01",
                    "fiscallyDependent": true,
                    "effectiveOn": "2026-05-01", "status": ["kind": "student", "from": "2026-09-01", "through": "2026-08-31"],
                ], "/status/through"
            ),
            (
                .startPortability,
                [
                    "bulletin": [
                        "lastDay": "2026-04-30",
                        "activityPeriods": [
                            ["from": "2026-01-01", "through": "2026-04-30"], ["from": "2025-02-01", "through": "2025-01-31"],
                        ],
                    ], "retired": false,
                ], "/bulletin/activityPeriods/1/through"
            ),
            (
                .startPortability, ["bulletin": ["lastDay": "2026-04-30", "activityPeriods": []], "retired": false],
                "/bulletin/activityPeriods"
            ),
        ] as [(CommandName, JSON, String)])
    func `a period written backwards, or a bulletin without one, is malformed`(command: CommandName, body: JSON, pointer: String) {
        #expect(flaw(command, body) == pointer)
    }

    @Test func `a period of one day is one, and what is no period is not compared`() {
        #expect(
            flaw(
                .exempt,
                [
                    "scheme": "s", "effectiveOn": "2026-05-01", "through": "2026-05-01", "ground": "individualContract",
                    "swornStatementOn": "2027-04-01",
                ]) == nil)
        // The days of an employment are information, and a notification is cut to the window.
        #expect(
            flaw(.affiliate, .affiliation(["employment": ["kind": "contractual", "startedOn": "2026-01-01", "endsOn": "2025-01-01"]]))
                == nil)
        #expect(
            flaw(.startPortability, ["notification": ["opensOn": "2026-05-01", "benefitThrough": "2026-04-01"], "retired": false]) == nil)
    }

    /// Where a body is wrong; nil when it is not.
    private func flaw(_ command: CommandName, _ body: JSON) -> String? {
        do throws(MalformedField) {
            _ = try Command(command, body: body)
            return nil
        } catch { return error.pointer }
    }
}

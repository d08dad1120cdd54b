import FoundationEssentials
import JSON
import Testing

/// The questions at a terminal, beside a service that runs and without one; in tables, and in the form of the wire.
@Suite(.timeLimit(.minutes(10))) struct CommandLineTests {
    static let verbs = [
        "serve", "sandbox", "migrate", "verify", "coverage", "cotisation", "eligibility", "timeline", "show", "events", "worklist",
        "what-if", "run", "runs", "statement", "account", "direct-debits", "bank-file", "ledger", "actuary",
        "rebuild", "import", "export", "demo", "restore", "recover", "keys", "agents", "seal", "witness", "vault",
    ]

    @Test(arguments: verbs)
    func `every verb teaches itself`(verb: String) async throws {
        let help = try await Program.run([verb, "--help"])
        #expect(help.status == 0 && help.errors.isEmpty)
        #expect(help.output.contains("OVERVIEW: ") && help.output.contains("USAGE: maintien \(verb)"))
        let wrong = try await Program.run([verb, "--no-such-flag"])
        #expect(wrong.status == 64 && wrong.output.isEmpty && wrong.errors.contains("Usage: maintien \(verb)"))
    }

    @Test func `the executable tells its verbs and its version`() async throws {
        let help = try await Program.run(["--help"])
        for verb in Self.verbs { #expect(help.output.contains("\n  \(verb) ")) }
        #expect(try await Program.run(["--version"]).output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        #expect(try await Program.run(["no-such-verb"]).status == 64)
    }

    @Test func `a question gives the answer of the wire, beside a service and without one`() async throws {
        try await withDirectory { path in
            let data = ["--data", "\(path)/data"]
            let serving = try await Serving.start(data)
            let contract = try await Life.tell(on: serving)
            let (past, asked) = ("2026-01-01T00:00:00Z", "2040-03-01T12:00:00Z")
            // Each question on the command line, and the same over HTTP.
            let questions: [(arguments: [String], path: String)] = [
                (["coverage", contract, "--on", "2026-10-01"], "coverage?on=2026-10-01"),
                (["cotisation", contract, "--month", "2026-10"], "cotisation?month=2026-10"),
                (
                    ["cotisation", contract, "--month", "2026-10", "--compared-with", past],
                    "cotisation?month=2026-10&compared-with=\(past)"
                ),
                (["eligibility", contract, "--on", "2026-09-10"], "eligibility?on=2026-09-10"),
                (["timeline", contract], "timeline?"), (["events", contract], "events?"),
            ]
            var beside: [String] = []
            for (arguments, path) in questions {
                let answer = try await serving.connect().send(
                    "GET", "/v1/contracts/\(contract)/\(path)&known-at=\(asked)".replacing("?&", with: "?"))
                #expect(answer.status == 200)
                let told = try await Program.run(arguments + ["--known-at", asked, "--json"] + data)
                #expect(told.status == 0 && told.errors.isEmpty)
                #expect(try JSON(parsing: Array(told.output.utf8)) == answer.body)
                beside.append(told.output)
            }
            let version = try await Program.run(["coverage", contract, "--on", "2026-10-01", "--known-at", "version:1", "--json"] + data)
            #expect(try JSON(parsing: Array(version.output.utf8))["version"] == 1)
            #expect(await serving.stop().status == 0)

            for (question, answer) in zip(questions, beside) {
                #expect(try await Program.run(question.arguments + ["--known-at", asked, "--json"] + data).output == answer)
            }
            #expect(postgres(in: "\(path)/data").isEmpty)
        }
    }

    @Test func `a table tells the same in words`() async throws {
        try await withDirectory { path in
            let data = ["--data", "\(path)/data"]
            let serving = try await Serving.start(data)
            let contract = try await Life.tell(on: serving)
            for (arguments, words) in [
                (
                    ["coverage", contract, "--on", "2026-10-01"],
                    ["holder", "suspended", "2026-09-01", Life.spouse, "cover.suspended", "G11"]
                ),
                (["cotisation", contract, "--month", "2026-06"], ["37.70 €", "base", "partner", "82.94 €", "solidarityRate", "payroll"]),
                (["eligibility", contract, "--on", "2026-09-10"], ["continuation", "2026-10-01", "thirdPartyPayment"]),
                (
                    ["timeline", contract, "--window", "all"],
                    ["2026-05-01", "2026-08-31", "suspended", "0.00 €", "█", "Who pays, by month", "known to this day"]
                ),
                (["events", contract], ["affiliated", "beneficiaryAdded", "suspended", "operator"]),
            ] {
                let told = try await Program.run(arguments + data)
                #expect(told.status == 0)
                for word in words { #expect(told.output.contains(word), "\(arguments[0]) does not tell \(word):\n\(told.output)") }
                #expect(!told.output.contains("{\"version\""))
            }
            // Without a day or a month, the present ones.
            for verb in ["coverage", "cotisation", "eligibility"] { #expect(try await Program.run([verb, contract] + data).status == 0) }
            await serving.stop()
        }
    }

    @Test func `what cannot be answered is told in one line`() async throws {
        try await withDirectory { path in
            let data = ["--data", "\(path)/data"]
            let empty = try await Program.run(["coverage", UUID().uuidString] + data)
            #expect(empty.status == 2 && empty.isOneLine(with: "\(path)/data"))
            // Asking makes no database.
            #expect(!FileManager.default.fileExists(atPath: "\(path)/data"))
            let serving = try await Serving.start(data)
            let contract = UUID().uuidString.lowercased()
            let unknown = try await Program.run(["timeline", contract] + data)
            #expect(unknown.status != 0 && unknown.isOneLine(with: "contract.unknown"))
            for (arguments, word) in [
                (["timeline", "nobody"], "nobody"), (["coverage", contract, "--on", "2026-02-30"], "2026-02-30"),
                (["cotisation", contract, "--month", "2026-13"], "2026-13"),
                (["timeline", contract, "--known-at", "yesterday"], "--known-at"),
                (["cotisation", contract, "--compared-with", "yesterday"], "--compared-with"),
            ] {
                let told = try await Program.run(arguments + data)
                #expect(told.status == 64 && told.isOneLine(with: word), "\(told.errors)")
            }
            await serving.stop()
        }
    }
}

/// A short life, over HTTP.
enum Life {
    static let spouse = "5c0f2c1e-7f0a-4d3b-9a51-0d6f4b1f2a33"

    /// An agent with a spouse, on unpaid leave from September on. Returns the contract.
    static func tell(on serving: Serving, identity: JSON? = nil, spouse identityOfSpouse: JSON? = nil) async throws -> String {
        let connection = serving.connect()
        let contract = UUID().uuidString.lowercased()
        var spouse: JSON.Object = [
            "beneficiary": .string(spouse), "relation": "spouse", "bornOn": "1986-01-01", "fiscallyDependent": true,
            "effectiveOn": "2026-05-01",
        ]
        spouse["identity"] = identityOfSpouse
        for (command, body) in [
            ("affiliate", .affiliation(identity: identity)), ("add-beneficiary", .object(spouse)),
            ("suspend", ["effectiveOn": "2026-09-01", "cause": "studies", "income": "none"] as JSON),
        ] {
            let reply = try await connection.send("POST", "/v1/contracts/\(contract)/\(command)", body)
            #expect(reply.status == (command == "affiliate" ? 201 : 200), "\(reply.body)")
        }
        return contract
    }
}

extension Program.Ending {
    /// Whether it has written nothing but one line of error, which holds a text.
    func isOneLine(with text: String) -> Bool {
        output.isEmpty && errors.hasPrefix("Error: ") && errors.hasSuffix("\n") && errors.count { $0 == "\n" } == 1 && errors.contains(text)
    }
}

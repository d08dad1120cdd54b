import FoundationEssentials
import JSON
import Postgres
import PostgresTesting
import PrivatePostgres
import Testing

/// Runs, statements, accounts, files of direct debits and the ledger at a terminal, beside a service and without one.
@Suite(.timeLimit(.minutes(10))) struct MoneyVerbsTests {
    private static let contract = "0a5f7e12-1111-4222-8333-000000000001"

    /// Tells of an agent who is debited from April 2026 on.
    private func tellDebtor(on serving: Serving) async throws {
        func tell(_ command: String, _ body: JSON) async throws {
            // Each command comes once, so its name is its key.
            let reply = try await serving.settled(
                "POST", "/v1/contracts/\(Self.contract)/\(command)", body, headers: ["Idempotency-Key": command])
            #expect(reply.status < 300, "\(command): \(reply.body)")
        }
        try await tell(
            "affiliate",
            [
                "scheme": "littoral-2026", "effectiveOn": "2026-03-01", "employer": "E1", "option": "base", "grossMonthlyPayCents": 240_000,
                "employment": ["kind": "civilServant", "startedOn": "2018-09-01"],
                "holder": ["bornOn": "1985-03-14", "identity": ["familyName": "Durand", "givenNames": "Camille"]],
            ])
        try await tell(
            "register-mandate",
            [
                "effectiveOn": "2026-03-01", "iban": "FR7630006000011234567890189", "mandateReference": "RUM-1", "signedOn": "2026-03-01",
            ])
        try await tell("start-temporary-cessation", ["effectiveOn": "2026-04-01", "cause": "parentalLeave"])
    }

    private func parsed(_ ending: Program.Ending) throws -> JSON {
        #expect(ending.status == 0 && ending.errors.isEmpty, "\(ending)")
        return try JSON(parsing: Array(ending.output.utf8))
    }

    @Test func `a month is called, read and proved at a terminal, as over HTTP`() async throws {
        try await withDirectory { path in
            try MoneyScheme.write(to: "\(path)/scheme.json")
            let options = ["--data", "\(path)/data", "--scheme", "\(path)/scheme.json"]
            func run(_ arguments: String...) async throws -> Program.Ending { try await Program.run(arguments + options) }
            var serving = try await Serving.start(options)
            try await tellDebtor(on: serving)
            let known = try #require(
                try await serving.settled("GET", "/v1/contracts/\(Self.contract)/timeline").body["knownAt"]?.string)
            let month = String(known.prefix(7))

            // Beside the service.
            var dryRun: Program.Ending
            // The projections of a busy machine may take longer than the verb waits.
            repeat {
                dryRun = try await run("run", "--month", month, "--dry-run", "--json")
            } while dryRun.status == 2 && dryRun.errors.contains("behind the log")
            let preview = try parsed(dryRun)
            #expect(preview["dryRun"] == true && preview["lineCount"]?.integer ?? 0 > 1)
            #expect(try parsed(try await run("runs", "--json"))["runs"] == [])
            let made = try parsed(try await run("run", "--month", month, "--as", "operator", "--key", "k", "--json"))
            #expect(made["run"] == 1 && made["state"] == "completed" && made["lineCount"] == preview["lineCount"])
            #expect(try parsed(try await run("run", "--month", month, "--as", "operator", "--key", "k", "--json"))["run"] == 1)
            let asOf = try #require(made["asOf"]?.string)
            func get(_ path: String) async throws -> JSON { try await serving.settled("GET", path).body }
            #expect(try parsed(try await run("runs", "--json")) == (try await get("/v1/runs")))
            #expect(try parsed(try await run("runs", "1", "--json")) == (try await get("/v1/runs/1")))
            #expect(try parsed(try await run("statement", "1", "E1", "--json")) == (try await get("/v1/runs/1/statements/E1")))
            #expect(try parsed(try await run("account", "E1", "--json")) == (try await get("/v1/employers/E1/account")))
            let account = "/v1/contracts/\(Self.contract)/account"
            #expect(try parsed(try await run("account", Self.contract, "--json")) == (try await get(account)))
            let before = try parsed(try await run("account", "E1", "--known-at", "2026-01-01T00:00:00Z", "--json"))
            #expect(before["entries"] == [] && before["balanceCents"] == 0)
            await serving.stop()

            // Without it.
            let catchUp = try parsed(try await run("run", "--kind", "catchUp", "--as", "operator", "--json"))
            #expect(catchUp["run"] == 2 && catchUp["lineCount"] == 0)
            let back = try parsed(try await run("run", "--kind", "cancelling", "--cancels", "2", "--as", "operator", "--json"))
            #expect(back["run"] == 3 && back["cancels"] == 2)
            let words = try await run("runs", "1")
            #expect(words.status == 0)
            for word in ["Run 1: regular", "called", "direct debits  1,", "employer → insurer"] { #expect(words.output.contains(word)) }
            for (arguments, word) in [
                (["runs"], "cancelling"), (["statement", "1", "E1"], "payable"), (["account", "E1"], "called"),
                (["account", Self.contract], "debited"), (["ledger", "--format", "csv"], "receivable:agent:\(Self.contract)"),
                (["ledger", "--format", "beancount"], "Receivable:Agent"), (["actuary", "run-off"], "\(month),\(month),0,"),
                (["actuary", "arrears", "--format", "ndjson"], "{\"payer\":\"employer\",\"months\":"),
                (["actuary", "fact-delays", "--format", "excel-fr"], "mandateRegistered;"),
            ] {
                let told = try await Program.run(arguments + options)
                #expect(told.status == 0 && told.output.contains(word), "\(arguments): \(told)")
            }
            #expect(try await run("ledger", "--format", "fec", "--from", "\(month.prefix(4))-01-01").output.hasPrefix("JournalCode\t"))
            #expect(try await run("ledger", "--from", "2036-01-01").output.isEmpty)

            // The bank's file names people: who takes it is recorded.
            let file = try await run("direct-debits", "R000001F001", "--as", "operator")
            #expect(file.status == 0 && file.output.contains("Camille Durand") && file.output.hasSuffix("</Document>\n"), "\(file)")
            // The bank rejects the file.
            let report = """
                <?xml version="1.0" encoding="UTF-8"?>
                <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.03"><CstmrPmtStsRpt>
                <GrpHdr><MsgId>BANK-1</MsgId><CreDtTm>\(asOf)T12:00:00Z</CreDtTm></GrpHdr>
                <OrgnlGrpInfAndSts><OrgnlMsgId>R000001F001</OrgnlMsgId></OrgnlGrpInfAndSts>
                <OrgnlPmtInfAndSts><OrgnlPmtInfId>R000001F001</OrgnlPmtInfId><PmtInfSts>RJCT</PmtInfSts>
                <TxInfAndSts><OrgnlEndToEndId>OTHER</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts></OrgnlPmtInfAndSts>
                </CstmrPmtStsRpt></Document>
                """
            try Data(report.utf8).write(to: URL(filePath: "\(path)/report.xml"))
            try Data(report.utf8.dropLast(9)).write(to: URL(filePath: "\(path)/half.xml"))
            let half = try await run("bank-file", "\(path)/half.xml", "--as", "operator")
            #expect(half.status == 2 && half.errors.contains("bankFile.format"), "\(half)")
            #expect(try await run("bank-file", "\(path)/none.xml", "--as", "operator").status == 2)
            let sent = try await run("bank-file", "\(path)/report.xml", "--as", "operator")
            #expect(sent.status == 1 && sent.output.contains("Recorded: 1.") && sent.output.contains("OTHER"), "\(sent)")
            let again = try await run("bank-file", "\(path)/report.xml", "--as", "operator", "--json")
            let answer = try JSON(parsing: Array(again.output.utf8))
            #expect(again.status == 1 && answer["messageId"] == "BANK-1" && answer["recorded"] == 0 && answer["repeated"] == 1, "\(again)")
            #expect(answer["unmatched"]?.array?.map { $0["endToEndId"] } == ["OTHER"])
            serving = try await Serving.start(options)
            let readings = try await serving.settled("GET", "/v1/access-log")
            #expect(JSON.text(readings.body).contains("directDebitFile"))

            let whole = try await run("verify", "--money")
            #expect(whole.status == 0 && whole.output.contains("Runs made again from the facts, with the same rows: 3"), "\(whole)")
            let address = try #require(PrivatePostgres.running(in: "\(path)/data"))
            let superuser = Database(try PostgresConfiguration(url: address.url(database: "maintien")).patient, connections: 1)
            try await superuser.withSession { session in
                try session.executeScript(
                    "SET session_replication_role = replica; UPDATE billing.line SET agent_to_insurer = agent_to_insurer + 1 WHERE run = 1")
            }
            await superuser.shutdown()
            let damaged = try await run("verify", "--money")
            #expect(damaged.status == 1 && damaged.output.contains("Run 1, ") && damaged.output.contains("billing.line"), "\(damaged)")
            let json = try await run("verify", "--money", "--json")
            let finding = try JSON(parsing: Array(json.output.utf8))
            #expect(json.status == 1 && finding["whole"] == false)
            #expect(finding["differences"]?.array?.map { $0["table"] } == ["line"])
            await serving.stop()
        }
    }

    @Test(arguments: [
        (["run"], 64, "--month"), (["run", "--month", "2026-13", "--dry-run"], 64, "2026-13"), (["run", "--month", "2026-04"], 64, "--as"),
        (["run", "--month", "2026-04", "--as", "operator", "--dry-run"], 64, "--as"), (["run", "--kind", "x", "--dry-run"], 64, "--kind"),
        (["run", "--kind", "closing", "--month", "2026-04", "--dry-run"], 64, "--through"), (["runs", "x"], 64, "x is no run"),
        (["runs", "--known-at", "noon"], 64, "--known-at"), (["ledger", "--format", "x"], 64, "--format"),
        (["actuary", "x"], 64, "run-off, fact-delays, arrears"), (["actuary", "arrears", "--format", "x"], 64, "--format"),
        (["actuary", "fact-delays", "--of", "x"], 64, "--of"), (["actuary", "arrears", "--known-at", "noon"], 64, "--known-at"),
        (["ledger", "--from", "x"], 64, "YYYY-MM-DD"), (["direct-debits", "R000001F001"], 64, "--as"),
        (["verify", "--money", "--projections"], 64, "--money"),
    ])
    func `a mistake is told before the database is asked`(arguments: [String], status: Int32, words: String) async throws {
        let ending = try await Program.run(arguments + ["--data", "/nowhere"])
        #expect(ending.status == status && ending.output.isEmpty && ending.errors.contains(words), "\(ending)")
    }

    @Test func `a refusal is told by its rule`() async throws {
        try await withDirectory { path in
            try MoneyScheme.write(to: "\(path)/scheme.json")
            let options = ["--data", "\(path)/data", "--scheme", "\(path)/scheme.json"]
            let serving = try await Serving.start(options)
            for (arguments, words) in [
                (["run", "--kind", "catchUp", "--as", "operator"], "run.nothingCalled"),
                (["run", "--kind", "catchUp", "--as", "nobody"], "register"),
                (["run", "--kind", "catchUp", "--dry-run"], "run.nothingCalled"),
                (["run", "--month", "2026-04", "--of", "other", "--dry-run"], "scheme.unknown"), (["runs", "1"], "run.unknown"),
                (["statement", "1", "E1"], "run.unknown"), (["account", Self.contract], "contract.unknown"),
                (["direct-debits", "R000001F001", "--as", "operator"], "file.unknown"), (["ledger", "--format", "fec"], "--from"),
                (["actuary", "run-off", "--of", "other"], "scheme.unknown"),
            ] {
                let ending = try await Program.run(arguments + options)
                #expect(ending.status == 2 && ending.output.isEmpty && ending.errors.contains(words), "\(arguments): \(ending)")
            }
            let unserved = try await Program.run(["run", "--kind", "catchUp", "--dry-run", "--data", "\(path)/data"])
            #expect(unserved.status == 2 && unserved.errors.contains("--scheme"), "\(unserved)")
            await serving.stop()
        }
    }
}

extension JSON {
    /// The JSON on one line.
    fileprivate static func text(_ json: JSON) -> String { String(decoding: json.bytes(), as: UTF8.self) }
}

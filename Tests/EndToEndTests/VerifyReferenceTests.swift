import FoundationEssentials
import JSON
import Postgres
import PostgresTesting
import PrivatePostgres
import Testing

/// `maintien verify --reference`: what a paper's reference says of the paper, with the exit status for scripts.
@Suite(.timeLimit(.minutes(10))) struct VerifyReferenceTests {
    /// A service with a life, whose papers are printed and judged.
    private struct Office {
        let data: String
        let serving: Serving
        let contract: String

        init(in directory: String) async throws {
            data = "\(directory)/data"
            serving = try await Serving.start(["--data", data])
            contract = try await Life.tell(on: serving)
        }

        /// Prints a paper, and reads its reference.
        func reference(of paper: String) async throws -> String {
            let page = try await serving.connect().send("GET", "/contracts/\(contract)/papers/\(paper)")
            return String(try #require(page.body.string?.firstMatch(of: /<code>([0-9A-Z-]{54})<\/code>/)).1)
        }

        /// Judges a reference in words, and as JSON.
        func judge(_ reference: String) async throws -> (words: Program.Ending, json: JSON) {
            let arguments = ["verify", "--reference", reference, "--data", data]
            let (words, told) = (try await Program.run(arguments), try await Program.run(arguments + ["--json"]))
            #expect(words.status == told.status, "\(words) \(told)")
            return (words, try JSON(parsing: Array(told.output.utf8)))
        }

        /// Does to the log what only somebody with every right can.
        func alter(_ script: String) async throws {
            let address = try #require(PrivatePostgres.running(in: data))
            let superuser = Database(try PostgresConfiguration(url: address.url(database: "maintien")).patient, connections: 1)
            try await superuser.withSession { try $0.executeScript("SET session_replication_role = replica; \(script)") }
            await superuser.shutdown()
        }
    }

    @Test func `a paper is genuine while it says what is known, then outdated, and altered when the log says something else`() async throws
    {
        try await withDirectory { path in
            let office = try await Office(in: path)
            let cover = try await office.reference(of: "cover?on=2026-06-15")
            let statement = try await office.reference(of: "statement?month=2026-06")

            let genuine = try await office.judge(statement)
            #expect(genuine.words.status == 0 && genuine.words.output.contains("This paper is genuine."), "\(genuine)")
            #expect(genuine.words.output.contains("Contract \(office.contract)."))
            #expect(genuine.json["verdict"] == "genuine" && genuine.json["paper"] == "statement" && genuine.json["on"] == "2026-06-01")
            #expect(genuine.json["position"] == 3 && genuine.json["contract"] == .string(office.contract))
            // As it may be read out over the telephone.
            #expect(try await office.judge(statement.lowercased().replacing("-", with: " ")).json["verdict"] == "genuine")

            let raise: JSON = ["effectiveOn": "2026-06-01", "grossMonthlyPayCents": 260_000]
            #expect(try await office.serving.connect().send("POST", "/v1/contracts/\(office.contract)/declare-pay", raise).status == 200)
            let outdated = try await office.judge(statement)
            // The paper is the service's all the same.
            #expect(outdated.words.status == 0 && outdated.words.output.contains("no longer up to date"), "\(outdated)")
            #expect(outdated.json["verdict"] == "outdated" && outdated.json["contract"] == .string(office.contract))
            #expect(try await office.judge(cover).json["verdict"] == "genuine")

            try await office.alter("UPDATE log.event SET payload = replace(payload::text, '250000', '240000')::json WHERE position = 1")
            await office.serving.stop()
            // The same from a log that nobody serves.
            let altered = try await office.judge(statement)
            #expect(altered.words.status == 1 && altered.words.output.contains("does not agree with the log"), "\(altered)")
            #expect(altered.json["verdict"] == "altered" && altered.json["paper"] == "statement" && altered.json["contract"] == nil)
        }
    }

    @Test func `a paper whose last fact is gone from the log is altered`() async throws {
        try await withDirectory { path in
            let office = try await Office(in: path)
            let cover = try await office.reference(of: "cover?on=2026-06-15")
            try await office.alter("DELETE FROM log.event WHERE position = 3")
            let altered = try await office.judge(cover)
            #expect(altered.words.status == 1 && altered.json["verdict"] == "altered", "\(altered)")
            await office.serving.stop()
        }
    }

    @Test func `what is no reference of this service is told apart from what was copied with a slip`() async throws {
        try await withDirectory { path in
            let office = try await Office(in: path)
            let cover = try await office.reference(of: "cover?on=2026-06-15")
            let slip = try await office.judge(String(cover.dropLast()) + (cover.hasSuffix("7") ? "8" : "7"))
            #expect(slip.words.status == 1 && slip.json == ["verdict": "miscopied"], "\(slip)")
            let other = try await Office(in: "\(path)/other")
            let foreign = try await office.judge(try await other.reference(of: "cover?on=2026-06-15"))
            #expect(foreign.words.status == 1 && foreign.json == ["verdict": "foreign"], "\(foreign)")
            #expect(foreign.words.output.contains("not genuine"))
            for office in [office, other] { await office.serving.stop() }
        }
    }

    @Test func `what cannot be judged is not taken for a paper that is not genuine`() async throws {
        try await withDirectory { path in
            let office = try await Office(in: path)
            let cover = try await office.reference(of: "cover?on=2026-06-15")
            await office.serving.stop()
            let (key, away) = ("\(office.data)/vault.key", "postgresql://nobody@127.0.0.1:1/none")
            func ending(_ arguments: String...) async throws -> Program.Ending {
                try await Program.run(["verify", "--reference", cover] + arguments)
            }
            #expect(try await ending("--data", "\(path)/none").status == 2)
            let unreachable = try await ending("--database", away, "--vault-key", key)
            #expect(unreachable.status == 2 && unreachable.isOneLine(with: "Error"), "\(unreachable)")
            #expect(try await ending("--database", away, "--vault-key", "\(path)/no.key").status == 2)
            #expect(try await ending("--database", away).status == 64)
            #expect(try await ending("--data", office.data, "--projections").status == 64)
        }
    }
}

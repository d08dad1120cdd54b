import FoundationEssentials
import JSON
import PostgresTesting
import Testing

/// A new tariff is brought in beside the old one: two programs serve one database, and no question about all contracts goes without an answer.
@Suite(.timeLimit(.minutes(10))) struct UpgradeTests {
    private static let question = "/v1/cotisations?month=2026-06&known-at=2030-01-01T00:00:00Z"

    @Test func `a new scheme file is served beside the old one, and the old one answers until its version ends`() async throws {
        try await withDirectory { path in
            try await withDatabase { database in
                #expect(try await Program.run(["migrate"], environment: ["MAINTIEN_DATABASE": database.url]).status == 0)
                let environment = ["MAINTIEN_DATABASE": try await url(in: database.url)]
                try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
                let (old, new) = try Self.schemes(in: path)
                func serve(_ scheme: String) async throws -> Serving {
                    try await Serving.start(["--vault-key", "\(path)/vault.key", "--scheme", scheme], environment: environment)
                }

                let before = try await serve(old)
                var position = try await Self.affiliate(on: before)
                try await Self.expect(before, 3770, at: position)
                let asked = AskedWithoutPause(before)
                let made = try await Program.run(["rebuild", "--force", "--scheme", new], environment: environment)
                #expect(
                    made.status == 0 && made.output.contains("Programs with the rules before go on answering from version 1"), "\(made)")

                let after = try await serve(new)
                try await Self.expect(after, 3820, at: position)
                for serving in [before, after] {
                    position = try await Self.affiliate(on: serving)
                    try await Self.expect(before, 3770, at: position)
                    try await Self.expect(after, 3820, at: position)
                }
                let failures = await asked.end()
                #expect(failures == [])

                let refused = try await Program.run(["rebuild", "--scheme", new], environment: environment)
                #expect(refused.status == 2 && refused.errors.contains("--end-former"), "\(refused)")
                let ended = try await Program.run(["rebuild", "--end-former", "--scheme", new], environment: environment)
                #expect(ended.status == 0, "\(ended)")
                let gone = try await before.connect().send("GET", Self.question)
                #expect(gone.status == 503 && gone.body["rule"] == "portfolio.outdated", "\(gone)")
                try await Self.expect(after, 3820, at: position)
                #expect(await before.stop().status == 0)
                #expect(await after.stop().status == 0)
            }
        }
    }

    /// The scheme that comes with the program, and one that is a euro dearer.
    private static func schemes(in path: String) throws -> (old: String, new: String) {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "db/schemes/fpe-education-2026.json"), encoding: .utf8)
        let dearer = text.replacing("\"value\": 7540, \"source\": \"public", with: "\"value\": 7640, \"source\": \"public")
        #expect(dearer != text)
        for (name, text) in [("old", text), ("new", dearer)] { try Data(text.utf8).write(to: URL(filePath: "\(path)/\(name).json")) }
        return ("\(path)/old.json", "\(path)/new.json")
    }

    /// The position of a new contract.
    private static func affiliate(on serving: Serving) async throws -> Int64 {
        let contract = UUID().uuidString.lowercased()
        let told = try await serving.connect().send("POST", "/v1/contracts/\(contract)/affiliate", .affiliation())
        guard case .integer(let position)? = told.body["position"] else { throw Program.Failure(step: "affiliating: \(told)") }
        return position
    }

    /// Expects an answer for all contracts up to a position, all with this employer's part.
    private static func expect(_ serving: Serving, _ cents: Int, at position: Int64) async throws {
        let reply = try await serving.connect().send("GET", question, headers: ["X-Wait-For-Position": "\(position)"])
        guard reply.status == 200, let lines = lines(of: reply.body) else {
            Issue.record("\(reply)")
            return
        }
        #expect(lines.count == position && lines.allSatisfy { $0["due"]?["employerToInsurerCents"] == JSON(cents) }, "\(reply)")
    }

    private static func lines(of body: JSON) -> [JSON]? {
        guard case .string(let text) = body else { return [body] }
        return try? text.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
    }

    /// Asks a service for all contracts again and again, and keeps what was not answered with 200.
    private struct AskedWithoutPause {
        private let asking: Task<[String], Never>

        init(_ serving: Serving) {
            asking = Task {
                var failures: [String] = []
                var answers = 0
                let connection = serving.connect()
                // At least one answer, however slow the machine is.
                while !Task.isCancelled || answers == 0 {
                    do {
                        let reply = try await connection.send("GET", UpgradeTests.question)
                        if reply.status != 200 { failures.append("\(reply)") }
                    } catch { failures.append("\(error)") }
                    answers += 1
                }
                return failures
            }
        }

        func end() async -> [String] {
            asking.cancel()
            return await asking.value
        }
    }
}

import Foundation
import JSON
import Testing

/// A correction over HTTP, in a bulk and by an import.
@Suite(.timeLimit(.minutes(10))) struct CorrectionTests {
    private static let leave: JSON = ["command": "suspend", "effectiveOn": "2026-09-03", "cause": "unpaidLeave", "income": "none"]
    private static let back: JSON = ["command": "resume", "effectiveOn": "2026-10-03"]
    private static let moved: JSON = ["reason": "two days late", "rescind": [2, 3], "commands": [leave, back]]
    private static let alone: JSON = ["reason": "two days late", "rescind": [2], "commands": [back]]

    @Test func `it is one command: refused with its entry and the fact in the way, tried, recorded once under its key`() async throws {
        try await withDirectory { path in
            let serving = try await Serving.start(["--data", "\(path)/data"])
            let contract = "/v1/contracts/\(UUID().uuidString.lowercased())"
            let connection = serving.connect()
            func send(_ command: String, _ body: JSON, _ headers: [String: String] = [:]) async throws -> HTTPConnection.Reply {
                try await connection.send("POST", "\(contract)/\(command)", body, headers: headers)
            }
            #expect(try await send("correct", Self.moved).status == 404)
            #expect(try await send("affiliate", .affiliation()).status == 201)
            #expect(
                try await send("suspend", ["effectiveOn": "2026-09-01", "cause": "unpaidLeave", "income": "none"]).status == 200)
            #expect(try await send("resume", ["effectiveOn": "2026-10-01"]).status == 200)

            let refused = try await send("correct", Self.alone)
            #expect(refused.status == 422 && refused.body["rule"] == "resumption.nothingToResume")
            #expect(refused.body["pointer"] == "/rescind/0" && refused.body["conflictsWith"] == 3)
            #expect(refused.body["errors"]?[0]?["pointer"] == "/rescind/0")
            let single = try await send("suspend", ["effectiveOn": "2026-09-10", "cause": "unpaidLeave", "income": "none"])
            #expect(single.body["pointer"] == "/effectiveOn" && single.body["conflictsWith"] == 2)
            let malformed = try await send("correct", ["reason": "", "rescind": [], "commands": [["command": "rescind"]]])
            #expect(malformed.status == 400 && malformed.body["pointer"] == "/commands/0/command")

            let tried = try await send("correct?dry-run=true", Self.moved)
            #expect(tried.status == 200 && tried.body["changes"]?["cover"]?.array?.count == 2)
            #expect(try await send("correct", Self.moved, ["If-Match": "\"2\""]).status == 412)
            let accepted = try await send("correct", Self.moved, ["If-Match": "\"3\"", "Idempotency-Key": "one"])
            #expect(accepted.status == 200 && accepted.headers["etag"]?.hasPrefix("\"7-") == true)
            let again = try await send("correct", Self.moved, ["If-Match": "\"3\"", "Idempotency-Key": "one"])
            #expect(again.headers["idempotency-replayed"] == "true" && again.body == accepted.body)
            let cover = try await connection.send("GET", "\(contract)/coverage?on=2026-09-02")
            #expect(cover.body["holder"]?["state"] == "covered" && cover.body["version"] == 7)
            await serving.stop()
        }
    }

    @Test func `it is a line of a bulk and of an import, whose refused lines name the fact in the way`() async throws {
        try await withDirectory { path in
            let data = ["--data", "\(path)/data"]
            let contract = UUID().uuidString.lowercased()
            func line(_ command: String, _ body: JSON) -> String {
                var line: JSON.Object = ["contract": .string(contract), "command": .string(command)]
                for member in body.object?.members ?? [] { line.append(member.key, member.value) }
                return JSON.object(line).description
            }
            let suspension: JSON = ["effectiveOn": "2026-09-01", "cause": "unpaidLeave", "income": "none"]
            let lines = [
                line("affiliate", .affiliation()), line("suspend", suspension), line("resume", ["effectiveOn": "2026-10-01"]),
                line("correct", Self.alone), line("correct", Self.moved),
            ]
            let file = "\(path)/commands.ndjson"
            try Data(lines.map { "\($0)\n" }.joined().utf8).write(to: URL(filePath: file))
            let imported = try await Program.run(["import", file] + data)
            #expect(imported.output.contains("5 lines: 4 accepted"), "\(imported)")
            let refused = try JSON(parsing: String(contentsOfFile: "\(file).refused.ndjson", encoding: .utf8))
            #expect(refused["line"] == 4 && refused["rule"] == "resumption.nothingToResume")
            #expect(refused["pointer"] == "/rescind/0" && refused["conflictsWith"] == 3)

            let serving = try await Serving.start(data)
            let again: JSON = [
                "reason": "", "rescind": [7],
                "commands": [["command": "suspend", "effectiveOn": "2026-09-20", "cause": "other", "income": "none"]],
            ]
            let bulk = try await serving.connect().send(
                "POST", "/v1/commands", Array(line("correct", again).utf8), of: "application/x-ndjson")
            #expect(bulk.body["status"] == 422 && bulk.body["rule"] == "absence.alreadyOpen")
            #expect(bulk.body["pointer"] == "/commands/0/effectiveOn" && bulk.body["conflictsWith"] == 6)
            await serving.stop()
        }
    }
}

import FoundationEssentials
import JSON
import Testing
import TokenTesting

/// Those who call with tokens of an issuer and with keys, at a service that runs.
@Suite(.timeLimit(.minutes(10))) struct CallerTests {
    private static func settings(keys: String) -> [String: String] {
        [
            "MAINTIEN_ACCESS_ISSUER": "https://issuer.example/", "MAINTIEN_ACCESS_AUDIENCE": "maintien", "MAINTIEN_ACCESS_KEYS": keys,
            "MAINTIEN_ACCESS_ROLES": "clerk=clerk,supervisor=supervisor,employer=employer,agent=agent",
        ]
    }

    @Test func `good tokens are taken, bad ones answered 401, and the log holds a reason and nothing of a token`() async throws {
        let tokens = try await MadeTokens.anew()
        try await withDirectory { path in
            let file = "\(path)/keys.json"
            try Data(tokens.keys).write(to: URL(filePath: file))
            // Each is to be looked at, however many fail.
            let settings = Self.settings(keys: file).merging(["MAINTIEN_LIMITS_FAILED_SIGN_INS": "0"]) { $1 }
            let serving = try await Serving.start(["--data", "\(path)/data"], environment: settings)
            func status(_ token: [UInt8]) async throws -> Int {
                try await serving.connect(token: String(decoding: token, as: UTF8.self)).send("GET", "/openapi.json").status
            }
            // One that expired within the skew may have expired beyond it by now.
            for (name, token) in tokens.good where name != "expired within the skew" { #expect(try await status(token) == 200, "\(name)") }
            for bad in tokens.bad { #expect(try await status(bad.token) == 401, "\(bad.name)") }
            // An event names the caller by an id that tells nothing.
            let contract = UUID().uuidString.lowercased()
            let clerk = serving.connect(token: String(decoding: tokens.good[0].token, as: UTF8.self))
            #expect(try await clerk.send("POST", "/v1/contracts/\(contract)/affiliate", .affiliation()).status == 201)
            let events = try await serving.connect().send("GET", "/v1/contracts/\(contract)/events").body
            let text = String(decoding: events.bytes(), as: UTF8.self)
            #expect(text.firstMatch(of: /"recordedBy":"c-[0-9a-f]{32}"/) != nil && !text.contains("subject-1"))
            let log = await serving.stop().errors
            for refusal in Set(tokens.bad.map(\.refusal)) { #expect(log.contains("\"\(refusal)\""), "\(refusal)") }
            #expect(!log.contains("subject-1") && !log.contains("thief.example"))
            for token in tokens.bad.map(\.token) + tokens.good.map(\.token) {
                for part in token.split(separator: UInt8(ascii: ".")) where part.count > 8 {
                    #expect(!log.contains(String(decoding: part, as: UTF8.self)))
                }
            }
        }
    }

    @Test func `a key is made at the command line, opens, and is revoked`() async throws {
        try await withDirectory { path in
            let data = ["--data", "\(path)/data"]
            let serving = try await Serving.start(data)
            func run(_ arguments: String...) async throws -> Program.Ending { try await Program.run(["keys"] + arguments + data) }
            let refused = try await run("add", "--role", "clerk")
            #expect(refused.status == 2 && refused.output.isEmpty && refused.errors.contains("--as"))
            let made = try await run("add", "--role", "clerk", "--days", "30", "--name", "payroll", "--as", "operator")
            #expect(made.status == 0)
            let key = try #require(made.output.wholeMatch(of: /(mtn_([0-9a-f]{16})_[0-9a-f]{64})\n/)?.output)
            func status() async throws -> Int { try await serving.connect(token: String(key.1)).send("GET", "/openapi.json").status }
            #expect(try await status() == 200)
            let listed = try await run("list").output
            #expect(
                listed.contains("\(key.2)  clerk  until ") && listed.contains("by operator  payroll") && !listed.contains(key.1.suffix(64)))
            #expect(try await run("revoke", String(key.2), "--as", "operator").status == 0)
            // Whoever asks so often may be told to wait.
            while [200, 429].contains(try await status()) {}
            #expect(try await status() == 401)
            #expect(try await run("list").output.contains("\(key.2)  clerk  revoked "))
            #expect(try await run("revoke", String(key.2)).status == 2)
            let log = await serving.stop()
            #expect(!log.errors.contains(key.1) && log.errors.contains("\"revoked\""))
        }
    }

    @Test(arguments: [
        ["ISSUER": "https://issuer.example/"], ["AUDIENCE": "maintien"],
        ["ISSUER": "i", "AUDIENCE": "a", "ROLES": "x=clerk", "KEYS": "http://issuer.example/keys"],
        ["ISSUER": "i", "AUDIENCE": "a", "ROLES": "x=chief", "KEYS": "keys.json"],
    ])
    func `settings that are not whole are refused at the start, by name`(settings: [String: String]) async throws {
        try await withDirectory { path in
            let environment = Dictionary(uniqueKeysWithValues: settings.map { ("MAINTIEN_ACCESS_\($0)", $1) })
            let ending = try await Program.run(
                ["serve", "--listen", "127.0.0.1:0", "--data", "\(path)/data"],
                environment: environment.merging(["MAINTIEN_TOKEN": Serving.token]) { $1 })
            #expect(ending.status == 64 && ending.errors.contains("access."))
        }
    }
}

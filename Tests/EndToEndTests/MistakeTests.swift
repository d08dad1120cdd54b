import FoundationEssentials
import Glibc
import JSON
import PostgresTesting
import Testing

/// What an operator does wrong is told in one line, at once, and changes nothing.
@Suite(.timeLimit(.minutes(10))) struct MistakeTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let arguments: [String]
        let line: String
        var environment: [String: String] = [:]
        /// 64 for what was asked wrongly, 2 for what is not as it should be.
        var status: Int32 = 64
        /// Whether it shows only once there is a database.
        var needsDatabase = false

        static let all = [
            Mistake(testDescription: "no scheme file", arguments: ["--scheme", "DIR/none.json"], line: "DIR/none.json", status: 2),
            Mistake(
                testDescription: "a scheme that is no JSON", arguments: ["--scheme", "DIR/text"],
                line: "DIR/text is not accepted: not JSON", status: 2),
            Mistake(
                testDescription: "a scheme without its parameters", arguments: ["--scheme", "DIR/empty.json"], line: "/parameters",
                status: 2),
            Mistake(
                testDescription: "a scheme that lacks a parameter", arguments: ["--scheme", "DIR/lacking.json"], line: "employerRate",
                status: 2),
            Mistake(
                testDescription: "a master key of another length", arguments: ["--vault-key", "DIR/text"], line: "32 bytes", status: 2,
                needsDatabase: true),
            Mistake(
                testDescription: "no master key", arguments: ["--vault-key", "DIR/none"], line: "DIR/none", status: 2, needsDatabase: true),
            Mistake(testDescription: "no address", arguments: ["--listen", "everywhere"], line: "HOST:PORT"),
            Mistake(testDescription: "no level", arguments: ["--log-level", "loud"], line: "--log-level"),
            Mistake(testDescription: "a certificate without its key", arguments: ["--tls-certificate", "DIR/text"], line: "--tls-key"),
            Mistake(testDescription: "no file of callers", arguments: ["--tokens", "DIR/none"], line: "DIR/none"),
            Mistake(testDescription: "no file of settings", arguments: ["--config", "DIR/none"], line: "DIR/none"),
            Mistake(testDescription: "a token that no header can carry", arguments: ["--token", "two words"], line: "token"),
            Mistake(
                testDescription: "a file for the token that is not there", arguments: [], line: "DIR/none",
                environment: ["MAINTIEN_TOKEN_FILE": "DIR/none"]),
            Mistake(
                testDescription: "no database there",
                arguments: ["--database", "postgresql://nobody@127.0.0.1:1/none", "--vault-key", "DIR/key"], line: "unreachable", status: 2),
            Mistake(
                testDescription: "no URL", arguments: ["--database", "what database?", "--vault-key", "DIR/key"], line: "URL", status: 2),
            Mistake(
                testDescription: "a database, and no key for its vault", arguments: ["--database", "postgresql://nobody@127.0.0.1:1/none"],
                line: "--vault-key"),
        ]
    }

    @Test(arguments: Mistake.all)
    func `a mistake is told in one line`(mistake: Mistake) async throws {
        try await withDirectory { path in
            try prepare(path)
            let place = { (text: String) in text.replacing("DIR", with: path) }
            let ending = try await Program.run(
                ["serve", "--data", "\(path)/data", "--listen", "127.0.0.1:0"] + mistake.arguments.map(place),
                environment: mistake.environment.mapValues(place))
            #expect(ending.status == mistake.status && ending.isOneLine(with: place(mistake.line)), "\(ending)")
            #expect(!ending.errors.contains("two words"))
            #expect(FileManager.default.fileExists(atPath: "\(path)/data") == mistake.needsDatabase)
            #expect(postgres(in: "\(path)/data").isEmpty)
        }
    }

    private func prepare(_ path: String) throws {
        let scheme = try String(contentsOfFile: Self.scheme, encoding: .utf8)
        for (name, text) in [
            ("text", "What is this?"), ("empty.json", #"{"scheme":"a","label":"b","effectiveFrom":"2026-01-01"}"#),
            ("key", String(repeating: "k", count: 32)),
            ("lacking.json", scheme.replacing("\"employerRate\"", with: "\"employersRate\"")),
        ] {
            try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
        }
    }

    /// The scheme that comes with the program.
    private static let scheme: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/db/schemes/fpe-education-2026.json"
    }()

    @Test func `a second owner of the directory is turned away, and the first goes on`() async throws {
        try await withDirectory { path in
            let first = try await Serving.start(["--data", "\(path)/data"])
            let contract = try await Life.tell(on: first)
            for verb in ["serve", "migrate"] {
                let second = try await Program.run(
                    [verb, "--data", "\(path)/data"] + (verb == "serve" ? ["--listen", "127.0.0.1:0"] : []))
                #expect(second.status == 2 && second.isOneLine(with: "another service is using \(path)/data"), "\(second)")
            }
            #expect(try await first.connect().send("GET", "/v1/contracts/\(contract)/timeline").body["version"] == 3)
            #expect(await first.stop().status == 0)
        }
    }

    @Test func `another master key than the vault's is turned away, and its own opens it again`() async throws {
        try await withDirectory { path in
            try prepare(path)
            let data = ["--data", "\(path)/data"]
            let identity: JSON = ["familyName": "Kerbrat"]
            let first = try await Serving.start(data)
            let contract = try await Life.tell(on: first, identity: identity)
            await first.stop()
            let wrong = try await Program.run(["serve", "--listen", "127.0.0.1:0", "--vault-key", "\(path)/key"] + data)
            #expect(wrong.status == 2 && wrong.isOneLine(with: "another master key"), "\(wrong)")
            #expect(postgres(in: "\(path)/data").isEmpty)
            let again = try await Serving.start(data)
            #expect(try await again.connect().send("GET", "/v1/contracts/\(contract)/people/holder").body == identity)
            await again.stop()
        }
    }

    @Test func `a port that is taken is told, and nothing stays running`() async throws {
        try await withDirectory { path in
            let first = try await Serving.start(["--data", "\(path)/data"])
            let second = try await Program.run(["serve", "--data", "\(path)/other", "--listen", "127.0.0.1:\(first.port)"])
            #expect(second.status != 0 && second.errors.contains("ddress already in use"), "\(second)")
            #expect(postgres(in: "\(path)/other").isEmpty)
            await first.stop()
        }
    }

    @Test func `a database that lacks a migration is not served until its owner has migrated it`() async throws {
        try await withDirectory { path in
            try prepare(path)
            try await withDatabase { database in
                let environment = ["MAINTIEN_DATABASE": database.url]
                let serve = ["serve", "--listen", "127.0.0.1:0", "--vault-key", "\(path)/key"]
                let early = try await Program.run(serve, environment: environment)
                #expect(early.status != 0 && early.errors.count { $0 == "\n" } == 1, "\(early)")
                let first = try await Program.run(["migrate"], environment: environment)
                #expect(first.status == 0 && first.output.contains("0001_deployment.sql"))
                let second = try await Program.run(["migrate"], environment: environment)
                #expect(second.status == 0 && !second.output.contains("0001_deployment.sql"))
                let serving = try await Serving.start(Array(serve.dropFirst(3)), environment: environment)
                _ = try await Life.tell(on: serving)
                #expect(await serving.stop().status == 0)
                #expect(try await Program.run(["verify"], environment: environment).status == 0)
            }
        }
    }
}

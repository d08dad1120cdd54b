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
            Mistake(
                testDescription: "an age that is none", arguments: ["--max-staleness", "2 hours"],
                line: "maxStaleness is 2 hours: 1s to 300s is expected"),
            Mistake(
                testDescription: "an age of nothing", arguments: ["--max-staleness", "2s"],
                line: "maxStaleness is about the standby that readDatabase names"),
            Mistake(
                testDescription: "a standby of a private server", arguments: ["--read-database", "host=/nowhere dbname=x"],
                line: "With --read-database the primary must be named too"),
            Mistake(
                testDescription: "a primary for a standby",
                arguments: [
                    "--database", "host=/nowhere dbname=x", "--read-database", "host=/nowhere dbname=x target_session_attrs=primary",
                ],
                line: "must lead to a standby", status: 2),
            Mistake(
                testDescription: "a standby beyond this machine, unprotected",
                arguments: ["--database", "host=/nowhere dbname=x", "--read-database", "host=db.example dbname=x"],
                line: "db.example is beyond this machine"),
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
            Mistake(
                testDescription: "a short token", arguments: ["--token", "0123456789012345678901234567890"], line: "has 31 characters"),
            Mistake(testDescription: "a short token in a file", arguments: ["--tokens", "DIR/short"], line: "payroll has 31 characters"),
            Mistake(
                testDescription: "no token in the file", arguments: [], line: "0 characters",
                environment: ["MAINTIEN_TOKEN_FILE": "DIR/nothing"]),
            Mistake(testDescription: "one token of two callers", arguments: ["--tokens", "DIR/twice"], line: "payroll and clerks"),
            Mistake(
                testDescription: "the operator's token of another caller", arguments: ["--tokens", "DIR/open600"],
                line: "payroll and operator",
                environment: ["MAINTIEN_TOKEN": "01234567890123456789012345678901"]),
            Mistake(testDescription: "callers that others can read", arguments: ["--tokens", "DIR/open"], line: "chmod 600 DIR/open"),
            Mistake(
                testDescription: "a token that others can read", arguments: [], line: "chmod 600 DIR/open",
                environment: ["MAINTIEN_TOKEN_FILE": "DIR/open"]),
            Mistake(
                testDescription: "a URL that others can read", arguments: [], line: "chmod 600 DIR/open",
                environment: ["MAINTIEN_DATABASE_FILE": "DIR/open"]),
            Mistake(
                testDescription: "a master key that others can read", arguments: ["--vault-key", "DIR/open"], line: "chmod 600 DIR/open",
                needsDatabase: true),
            Mistake(
                testDescription: "a certificate's key that others can read",
                arguments: ["--tls-certificate", "DIR/text", "--tls-key", "DIR/open"],
                line: "chmod 600 DIR/open"),
            Mistake(
                testDescription: "no certificate", arguments: ["--tls-certificate", "DIR/text", "--tls-key", "DIR/text"],
                line: "DIR/text cannot",
                status: 2),
            Mistake(testDescription: "plain HTTP for all", arguments: ["--listen", "0.0.0.0:0"], line: "--behind-proxy"),
            Mistake(testDescription: "plain HTTP for all of IPv6", arguments: ["--listen", "[::]:0"], line: "--behind-proxy"),
            Mistake(testDescription: "plain HTTP by a name", arguments: ["--listen", "maintien.example:0"], line: "--behind-proxy"),
            Mistake(
                testDescription: "a proxy that is neither there nor not", arguments: ["--config", "DIR/proxy.json", "--listen", ":0"],
                line: "behindProxy"),
            Mistake(
                testDescription: "a misspelt setting", arguments: ["--config", "DIR/misspelt.json"],
                line: "tls-certificate; the setting tls.certificate is the nearest"),
            Mistake(
                testDescription: "a misspelt setting further in", arguments: ["--config", "DIR/inner.json"],
                line: "tls.certifcate; the setting tls.certificate is the nearest"),
            Mistake(
                testDescription: "a setting like no other", arguments: ["--config", "DIR/other.json"], line: "colour. maintien serve --help"
            ),
            Mistake(
                testDescription: "a list for a text", arguments: ["--config", "DIR/kind.json"],
                line: "gives listen a value of the wrong kind"),
            Mistake(
                testDescription: "an object for a text", arguments: ["--config", "DIR/object.json"],
                line: "gives listen a value of the wrong kind"),
            Mistake(
                testDescription: "a text for an object", arguments: ["--config", "DIR/half.json"],
                line: "gives tls a value of the wrong kind"),
            Mistake(testDescription: "no object of settings", arguments: ["--config", "DIR/list.json"], line: "not a JSON object"),
            Mistake(testDescription: "a setting made twice", arguments: ["--config", "DIR/double.json"], line: "not JSON"),
            Mistake(testDescription: "a setting made in two ways", arguments: ["--config", "DIR/twoways.json"], line: "log.level twice"),
            Mistake(
                testDescription: "a file of secrets that others can read", arguments: ["--config", "DIR/secret.json"],
                line: "chmod 600 DIR/secret.json"),
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
            ("short", "payroll 0123456789012345678901234567890\n"), ("open", "payroll 01234567890123456789012345678901\n"),
            ("twice", "payroll 01234567890123456789012345678901\nclerks 01234567890123456789012345678901\n"),
            ("misspelt.json", #"{"tls-certificate": "x"}"#), ("inner.json", #"{"tls": {"certifcate": "x"}}"#),
            ("kind.json", #"{"listen": ["x"]}"#), ("object.json", #"{"listen": {"port": 1}}"#), ("half.json", #"{"tls": "x"}"#),
            ("nothing", ""), ("open600", "payroll 01234567890123456789012345678901\n"), ("other.json", #"{"colour": "green"}"#),
            ("list.json", "[]"), ("double.json", #"{"data": "a", "data": "b"}"#),
            ("twoways.json", #"{"log": {"level": "info"}, "log.level": "error"}"#),
            ("secret.json", #"{"token": "01234567890123456789012345678901"}"#), ("proxy.json", #"{"behindProxy": "perhaps"}"#),
            ("text", "What is this?"), ("empty.json", #"{"scheme":"a","label":"b","effectiveFrom":"2026-01-01"}"#),
            ("key", String(repeating: "k", count: 32)),
            ("lacking.json", scheme.replacing("\"employerRate\"", with: "\"employersRate\"")),
        ] {
            try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
            #expect(chmod("\(path)/\(name)", ["open", "secret.json"].contains(name) ? 0o644 : 0o600) == 0)
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
                let login = ["MAINTIEN_DATABASE": try await url(of: "tester_one", with: "", in: database.url)]
                let early = try await Program.run(serve, environment: login)
                #expect(early.status == 2 && early.isOneLine(with: "maintien_service"), "\(early)")
                let first = try await Program.run(["migrate"], environment: environment)
                #expect(first.status == 0 && first.output.contains("0001_deployment.sql"))
                #expect(first.output.contains("CREATE ROLE name LOGIN IN ROLE maintien_service PASSWORD 'secret';"))
                let stranger = try await Program.run(serve, environment: login)
                #expect(stranger.isOneLine(with: "GRANT maintien_service TO \"tester_one\""), "\(stranger)")
                let second = try await Program.run(["migrate"], environment: environment)
                #expect(second.status == 0 && !second.output.contains("0001_deployment.sql"))
                let serving = try await Serving.start(
                    Array(serve.dropFirst(3)), environment: ["MAINTIEN_DATABASE": try await url(in: database.url)])
                _ = try await Life.tell(on: serving)
                #expect(await serving.stop().status == 0)
                #expect(try await Program.run(["verify"], environment: environment).status == 0)
            }
        }
    }
}

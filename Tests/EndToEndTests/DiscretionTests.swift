import FoundationEssentials
import Glibc
import JSON
import Testing

/// What the service writes, for its operator or on its disk, names nobody and tells no token.
@Suite(.timeLimit(.minutes(10))) struct DiscretionTests {
    static let identity: JSON = [
        "familyName": "Kerbrat-Morvan", "givenNames": "Sigolène", "nir": "285032915600119", "email": "s.kerbrat@exemple.fr",
    ]
    static let secrets = ["Kerbrat", "Sigol", "285032915600119", "exemple.fr", "FR7630006000011234567890189", "FR76 3000", Serving.token]

    @Test(arguments: ["info", "trace"])
    func `neither the log output nor any file holds a name, a number, an account or the token`(level: String) async throws {
        try await withDirectory { path in
            let data = "\(path)/data"
            let serving = try await Serving.start(["--data", data, "--log-level", level])
            let connection = serving.connect()
            let contract = try await Life.tell(on: serving, identity: Self.identity, spouse: Self.identity)
            func send(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> Int {
                try await connection.send(method, "/v1/contracts/\(contract)/\(path)", body, headers: ["X-Family-Name": "Kerbrat"]).status
            }
            let mandate: JSON = [
                "effectiveOn": "2026-05-01", "iban": "FR76 3000 6000 0112 3456 7890 189", "mandateReference": "RUM-1",
                "signedOn": "2026-04-20",
            ]
            #expect(try await send("POST", "register-mandate", mandate) == 200)
            #expect(try await send("PUT", "people/holder", Self.identity) == 200)
            #expect(try await send("GET", "people/holder") == 200)
            // What is refused is told too: not in whose words.
            #expect(try await send("POST", "register-mandate", ["iban": "FR76 3000 Kerbrat"]) == 400)
            #expect(try await send("POST", "affiliate", .affiliation(identity: Self.identity)) == 409)
            #expect(try await send("PUT", "people/holder", ["familyName": ["Kerbrat"]]) == 400)
            #expect(try await send("GET", "coverage?on=Kerbrat") == 400)
            #expect(try await send("POST", "Kerbrat", [:]) == 404)
            #expect(try await serving.connect(token: "Kerbrat").send("GET", "/v1/contracts/\(contract)/timeline").status == 401)
            #expect(try await send("GET", "people/\(Life.spouse)?familyName=Kerbrat") == 400)
            // PostgreSQL is taken away: what fails is told as well.
            for process in postgres(in: data) { kill(process, SIGKILL) }
            while try await send("PUT", "people/holder", Self.identity) != 200 {}
            let ending = await serving.stop()
            #expect(ending.status == 0)
            #expect(ending.errors.contains("\"level\""), "there is a log at all")
            for secret in Self.secrets {
                #expect(!ending.errors.contains(secret) && !ending.output.contains(secret), "\(secret) is in the output")
            }
            let found = try await search(for: Self.secrets, in: data)
            #expect(found.status == 1 && found.output.isEmpty, "\(found)")
            // What is in the log is found this way.
            #expect(try await search(for: ["RUM-1"], in: data).status == 0)
        }
    }

    private func search(for secrets: [String], in directory: String) async throws -> Program.Ending {
        try await Program.run(
            ["--recursive", "--text", "--fixed-strings", "--files-with-matches"] + secrets.flatMap { ["-e", $0] } + [directory],
            executable: "grep")
    }

    @Test func `a token that was made up is shown once, on standard output, and opens the door`() async throws {
        try await withDirectory { path in
            let program = try Program(["serve", "--data", "\(path)/data", "--listen", "127.0.0.1:0"])
            let written = await program.written("code=")
            let port = try #require(written.firstMatch(of: /ready at http:\/\/127\.0\.0\.1:(\d+)/).flatMap { Int($0.1) })
            let token = try #require(written.firstMatch(of: /made up: ([^\s]+)/).map { String($0.1) })
            #expect(token.count >= 32)
            #expect(try await HTTPConnection(port: port, token: token).send("GET", "/v1/contracts/\(UUID())/timeline").status == 404)
            program.signal(SIGTERM)
            let ending = await program.ended()
            #expect(ending.status == 0 && !ending.errors.contains(token))
        }
    }
}

import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import Testing

/// The service serves as a login that can do no more than it must, and only a database whose server is the right one.
@Suite(.timeLimit(.minutes(10))) struct LoginTests {
    private static let serve = ["serve", "--listen", "127.0.0.1:0"]

    /// Runs the body with a migrated database and a master key.
    private func withMigrated(_ body: (_ url: String, _ key: [String]) async throws -> Void) async throws {
        try await withDirectory { path in
            try await withDatabase { database in
                #expect(try await Program.run(["migrate"], environment: ["MAINTIEN_DATABASE": database.url]).status == 0)
                try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
                try await body(database.url, ["--vault-key", "\(path)/vault.key"])
            }
        }
    }

    private func run(_ statement: String, on database: String) async throws {
        let owner = Database(try PostgresConfiguration(url: database).patient, connections: 1)
        try await owner.withSession { try $0.executeScript(statement) }
        await owner.shutdown()
    }

    @Test func `who could change the log is not served, and a member of the role is`() async throws {
        try await withMigrated { database, key in
            let superuser = try await Program.run(Self.serve + key, environment: ["MAINTIEN_DATABASE": database])
            #expect(superuser.status == 2 && superuser.isOneLine(with: "postgres is a superuser"), "\(superuser)")

            let login = try await url(of: "tester_two", in: database)
            // Each right makes the difference, and a right by membership as much as one's own.
            let rights: [(give: String, take: String, words: String)] =
                [
                    ("GRANT postgres TO tester_two", "REVOKE postgres FROM tester_two", "is a superuser, or may become one"),
                    ("ALTER TABLE log.event OWNER TO tester_two", "ALTER TABLE log.event OWNER TO postgres", "owns the database or tables"),
                    ("ALTER SCHEMA vault OWNER TO tester_two", "ALTER SCHEMA vault OWNER TO postgres", "owns the database or tables"),
                    (
                        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO tester_two', current_database()); END $$",
                        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO postgres', current_database()); END $$",
                        "owns the database or tables"
                    ),
                ]
                + [("PUBLIC", "FROM PUBLIC, \"tester_two\""), ("tester_two", "REVOKE TEMPORARY ON DATABASE")].map { holder, words in
                    func statement(_ verb: String, _ preposition: String) -> String {
                        "DO $$ BEGIN EXECUTE format('\(verb) TEMPORARY ON DATABASE %I \(preposition) \(holder)', current_database()); END $$"
                    }
                    return (statement("GRANT", "TO"), statement("REVOKE", "FROM"), words)
                }
            for right in rights {
                try await run(right.give, on: database)
                let refused = try await Program.run(Self.serve + key, environment: ["MAINTIEN_DATABASE": login])
                #expect(refused.status == 2 && refused.isOneLine(with: right.words), "\(right.give): \(refused)")
                #expect(refused.errors.contains("maintien migrate"))
                try await run(right.take, on: database)
            }
            let serving = try await Serving.start(key, environment: ["MAINTIEN_DATABASE": login])
            let contract = try await Life.tell(on: serving)
            #expect(try await serving.connect().send("GET", "/v1/contracts/\(contract)/timeline").status == 200)
            #expect(await serving.stop().status == 0)
            // Those who only ask are asked for nothing new, nor are those who migrate.
            for verb in [["verify"], ["migrate"], ["timeline", contract]] {
                #expect(try await Program.run(verb, environment: ["MAINTIEN_DATABASE": database]).status == 0)
            }
        }
    }

    @Test(arguments: [
        ("standby", "records no commands"), ("prefer-standby", "records no commands"), ("read-only", "records no commands"),
        ("read-write", "sessions that only read find no such server"),
    ])
    func `a database URL that asks for another server than a primary is not served`(target: String, words: String) async throws {
        try await withDirectory { path in
            try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
            let refused = try await Program.run(
                Self.serve + ["--vault-key", "\(path)/vault.key"],
                environment: ["MAINTIEN_DATABASE": "host=/nowhere,/nowhere dbname=x target_session_attrs=\(target)"])
            #expect(refused.status == 2 && refused.isOneLine(with: words), "\(refused)")
            #expect(refused.errors.contains("say target_session_attrs=primary."))
        }
    }

    @Test(
        arguments: [
            ("postgresql://u@db.example/x", "db.example"), ("postgresql://u@10.0.0.1/x?sslmode=require", "10.0.0.1"),
            ("postgresql://u@127.0.0.1,db.example/x", "db.example"), ("postgresql://u@localhost/x?hostaddr=10.0.0.1", "10.0.0.1"),
            ("host=db.example sslmode=verify-ca", "db.example"), ("postgresql://u@[2001:db8::1]/x", "2001:db8::1"),
            ("service=elsewhere", "service elsewhere"),
        ])
    func `a database beyond this machine needs its certificate checked`(database: String, server: String) async throws {
        try await withDirectory { path in
            try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
            for verb in [Self.serve + ["--vault-key", "\(path)/vault.key"], ["migrate"], ["verify"]] {
                let refused = try await Program.run(verb, environment: ["MAINTIEN_DATABASE": database])
                #expect(refused.status == 64 && refused.isOneLine(with: "at \(server) is beyond this machine"), "\(refused)")
                #expect(refused.errors.contains("sslmode=verify-full"))
            }
            let variable = try await Program.run(["verify"], environment: ["MAINTIEN_DATABASE": "dbname=x", "PGHOST": "db.example"])
            #expect(variable.isOneLine(with: "at db.example is beyond"), "\(variable)")
        }
    }

    @Test(arguments: [
        "postgresql://nobody@127.0.0.1:1/x", "postgresql://nobody@localhost:1/x", "postgresql://nobody@[::1]:1/x", "host=/nowhere dbname=x",
        "postgresql://nobody@maintien.invalid:1/x?sslmode=verify-full",
    ])
    func `another is tried`(database: String) async throws {
        let tried = try await Program.run(["verify"], environment: ["MAINTIEN_DATABASE": database])
        #expect(tried.status == 2 && tried.errors.contains("unreachable"), "\(tried)")
    }

    @Test func `a secret on the command line is warned of, and is not in the warning`() async throws {
        try await withMigrated { database, key in
            let login = try await url(in: database)
            let token = "0123456789012345678901234567890123456789"
            let serving = try await Serving.start(
                key + ["--token", token, "--database", login.replacing("maintien@", with: "maintien:hidden-word@")],
                environment: ["MAINTIEN_TLS_CERTIFICAT": "x", "MAINTIEN_PORT_8080_TCP": "x"])
            let ending = await serving.stop()
            #expect(ending.status == 0)
            let warnings = ending.errors.split(separator: "\n").filter { $0.contains("\"warning\"") }
            #expect(warnings.count == 3 && warnings[0].contains("MAINTIEN_TOKEN_FILE") && warnings[1].contains("MAINTIEN_DATABASE_FILE"))
            #expect(warnings.last?.contains("MAINTIEN_TLS_CERTIFICAT is unknown; MAINTIEN_TLS_CERTIFICATE is the nearest") == true)
            #expect(!ending.errors.contains(token) && !ending.errors.contains("hidden-word"))
            let asked = try await Program.run(["verify", "--database", login.replacing("maintien@", with: "maintien:hidden-word@")])
            #expect(asked.status == 0 && asked.errors.contains("MAINTIEN_DATABASE_FILE") && !asked.errors.contains("hidden-word"))
        }
    }
}

import Postgres
import PostgresTesting
import Testing

/// `maintien migrate --distribute` where it cannot be done, and `maintien rebuild --anew`.
@Suite(.timeLimit(.minutes(10))) struct DistributionTests {
    @Test func `without Citus the projections stay where they are, and a sentence says why`() async throws {
        try await withDatabase { made in
            let database = ["--database", made.url]
            let answer = try await Program.run(["migrate", "--distribute"] + database)
            #expect(answer.status == 2 && answer.errors.contains("The database has no extension citus: "), "\(answer)")
            let owner = Database(made.configuration, connections: 1)
            #expect(try await owner.withSession { try $0.one("SELECT shards IS NULL FROM maintien.deployment", as: Bool.self) })
            await owner.shutdown()
            #expect(try await Program.run(["rebuild"] + database).status == 0)
            for wrong in [["--shards", "8"], ["--distribute", "--shards", "0"], ["--distribute", "--shards", "1025"]] {
                #expect(try await Program.run(["migrate"] + wrong + database).status == 64, "\(wrong)")
            }
        }
    }

    @Test(arguments: [
        "DROP SCHEMA portfolio CASCADE", "DROP SCHEMA portfolio_1 CASCADE", "DROP SCHEMA portfolio, portfolio_1 CASCADE", "SELECT",
    ])
    func `whatever is missing of the projections, they are made from nothing, with the same schema`(lost: String) async throws {
        try await withDatabase { made in
            let database = ["--database", made.url]
            #expect(try await Program.run(["migrate"] + database).status == 0)
            #expect(try await Program.run(["demo", "--contracts", "50"] + database).status == 0)
            let dump = ["--schema-only", "--schema=portfolio", "--schema=portfolio_1", made.url]
            let whole = try await Program.run(dump, executable: "pg_dump")
            #expect(whole.status == 0)

            let owner = Database(made.configuration, connections: 1)
            try await owner.withSession { try $0.executeScript(lost) }
            // A cluster without its extension: what was spread over it is lost with it.
            try await owner.withSession { _ = try $0.execute("UPDATE maintien.deployment SET shards = 8") }
            await owner.shutdown()
            let anew = try await Program.run(["rebuild", "--anew"] + database)
            #expect(anew.status == 0, "\(anew)")
            #expect(try await Program.run(["verify", "--projections"] + database).status == 0)
            let doctor = try await Program.run(["doctor", "--database", url(in: made.url)])
            #expect(doctor.output.contains("Version 2 is at the end of the log.") && !doctor.output.contains("other rules"), "\(doctor)")

            // The first version is the empty one that the rebuild replaced.
            let made = try await Program.run(dump, executable: "pg_dump")
            #expect(lines(of: made) == lines(of: whole))
        }
    }

    @Test func `a login that may not make the projections anew is told by a sentence which one may`() async throws {
        try await withDatabase { made in
            #expect(try await Program.run(["migrate", "--database", made.url]).status == 0)
            let refused = try await Program.run(["rebuild", "--anew", "--database", try await url(in: made.url)])
            #expect(refused.status == 2 && refused.errors.contains("rebuild --anew as the owner of the database."), "\(refused)")
        }
    }

    /// The lines of a dump, less those with a random key.
    private func lines(of dump: Program.Ending) -> [Substring] {
        dump.output.split(separator: "\n").filter { !$0.hasPrefix("\\restrict") && !$0.hasPrefix("\\unrestrict") }
    }
}

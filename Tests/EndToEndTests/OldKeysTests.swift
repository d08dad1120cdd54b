import FoundationEssentials
import Glibc
import JSON
import Postgres
import PostgresTesting
import Testing

/// A service deletes idempotency keys that are older than the months of its settings.
@Suite(.timeLimit(.minutes(10))) struct OldKeysTests {
    @Test(arguments: [nil, "2", "0"] as [String?]) func `a service deletes the keys that are too old, and keeps the others`(months: String?)
        async throws
    {
        try await withDirectory { path in
            try await withDatabase { made in
                #expect(try await Program.run(["migrate", "--database", made.url]).status == 0)
                try writeSecret(Array(repeating: 7, count: 32), to: "\(path)/vault.key")
                let arguments = ["--vault-key", "\(path)/vault.key", "--database", try await url(in: made.url)]
                var serving = try await Serving.start(arguments, environment: ["MAINTIEN_IDEMPOTENCY_MONTHS": "0"])
                _ = try await Life.tell(on: serving)
                await serving.stop()
                let owner = Database(made.configuration, connections: 1)
                // The keys of commands that recorded nothing.
                try await owner.withSession { session in
                    try session.executeScript(
                        """
                        INSERT INTO log.idempotency SELECT months::text, '\\x00', gen_random_uuid(), NULL, NULL, 0, 0, now() - make_interval(months => months, days => 2)
                        FROM unnest('{1,3,12,14}'::integer[]) months
                        """)
                }
                let environment = months.map { ["MAINTIEN_IDEMPOTENCY_MONTHS": $0] } ?? [:]
                serving = try await Serving.start(arguments, environment: environment)
                let wanted = months == "0" ? ["1", "12", "14", "3"] : months == "2" ? ["1"] : ["1", "12", "3"]
                var kept: [String] = []
                repeat {
                    kept = try await owner.withSession { session in
                        try session.query("SELECT key FROM log.idempotency WHERE length(key) < 3 ORDER BY 1", as: String.self)
                    }
                } while kept != wanted
                await serving.stop()
                await owner.shutdown()
                let verified = try await Program.run(["verify", "--database", made.url])
                #expect(verified.status == 0, "\(verified)")
                #expect(verified.output.contains("are kept no longer") == (months != "0"), "\(verified)")
            }
        }
    }

    @Test(arguments: ["-1", "1201", "x"]) func `a number of months that makes no sense is refused`(months: String) async throws {
        try await withDirectory { path in
            let refused = try await Program.run(
                ["serve", "--data", "\(path)/data"], environment: ["MAINTIEN_IDEMPOTENCY_MONTHS": months])
            #expect(refused.status == 64 && refused.errors.contains("idempotency.months is \(months)"), "\(refused)")
        }
    }
}

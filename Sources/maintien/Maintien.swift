import ArgumentParser

/// The executable: a service to run, and questions to ask.
@main
struct Maintien: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Health contracts over working lives: who is covered, on what ground, who owes what to whom, and why.",
        discussion: """
            Every fact goes into an append-only log in PostgreSQL; every answer is computed from it, for any day and as known at any instant.

            Try it:
              maintien sandbox                      a training ground, with a clock you set
              maintien serve                        the service, with a PostgreSQL of its own in .maintien
              maintien coverage CONTRACT --on 2026-09-15 --known-at 2026-09-10T09:00:00Z

            Settings come from flags, then from the environment (MAINTIEN_LISTEN, MAINTIEN_DATABASE, MAINTIEN_TOKEN …), then from the file
            that --config names. Secrets may stand in files: MAINTIEN_TOKEN_FILE, MAINTIEN_DATABASE_FILE.
            """,
        version: "0.1.0",
        subcommands: [
            Serve.self, SandboxVerb.self, Migrate.self, Verify.self, Coverage.self, CotisationVerb.self, EligibilityVerb.self,
            TimelineVerb.self, Events.self,
        ])
}

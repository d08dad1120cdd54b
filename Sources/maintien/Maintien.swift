import ArgumentParser
// Replaces malloc. Nothing calls it, but the import links it.
import CJemalloc
import Glibc

/// The command line: runs the service and answers questions.
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
              maintien show CONTRACT                the same and more, in a few sentences
              maintien timeline CONTRACT            a picture of it

            Settings come from flags, then from the environment (MAINTIEN_LISTEN, MAINTIEN_DATABASE, MAINTIEN_TOKEN …), then from the file
            that --config names. Secrets may stand in files: MAINTIEN_TOKEN_FILE, MAINTIEN_DATABASE_FILE.
            """,
        version: "0.1.0",
        subcommands: [
            Serve.self, SandboxVerb.self, Migrate.self, Doctor.self, Verify.self, SealVerb.self, WitnessVerb.self, Restore.self,
            Recover.self, RebuildVerb.self, Coverage.self, CotisationVerb.self,
            EligibilityVerb.self,
            TimelineVerb.self, Show.self, Events.self, WorklistVerb.self, WhatIfVerb.self, RunVerb.self, RunsVerb.self, StatementVerb.self,
            AccountVerb.self, DirectDebitsVerb.self, BankFileVerb.self, LedgerVerb.self, ActuaryVerb.self, PeopleVerb.self, Import.self,
            ExportVerb.self,
            Demo.self,
            Keys.self,
            Agents.self, VaultVerb.self,
        ])

    /// Runs a verb. Reports an error in one line, without the usage. The exit status is 64 for wrong arguments and 2 for other errors;
    /// 1 is reserved for the findings of a verb.
    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
        } catch let error as ValidationError {
            fail(error.message, EX_USAGE)
        } catch  where exitCode(for: error) == .failure && !(error is ExitCode) {
            fail("\(error)", 2)
        } catch {
            exit(withError: error)
        }
    }

    private static func fail(_ message: String, _ status: Int32) -> Never {
        let words = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let line = Array("Error: \(words)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        Glibc.exit(status)
    }
}

import ArgumentParser
import CivilTime
import ContractService
import Glibc

/// The options of a verb that goes on sealing.
struct FollowOptions: ParsableArguments {
    @Flag(help: "Seal at once, and then go on until the process is ended.")
    var follow = false

    @Option(help: ArgumentHelp("With --follow: after how many minutes the next seal is due.", valueName: "minutes"))
    var every = 60

    @Option(help: ArgumentHelp("With --follow: after how many events the next seal is due.", valueName: "count"))
    var events = 100_000

    /// How often to look whether a seal is due.
    private static let pause = Duration.seconds(10)

    func validate() throws {
        if every < 1 || events < 1 { throw ValidationError("--every and --events are numbers from 1.") }
    }

    /// Whether a seal is due by the time alone.
    func isDue(since last: Instant) -> Bool { SystemClock().now() >= last.adding(microseconds: Int64(every) * 60_000_000) }

    /// Runs `step` again and again, until it finds that the log or a seal is not what it was. A database that is away is waited for.
    ///
    /// - Throws: `ExitCode` of `step`.
    func run(_ step: () async throws -> Void) async throws {
        while !Task.isCancelled {
            do { try await step() } catch let code as ExitCode { throw code } catch { Terminal.note("Not sealed: \(error)") }
            // Each line is there when it is true, also in a pipe.
            fflush(nil)
            try await Task.sleep(for: FollowOptions.pause)
        }
    }
}

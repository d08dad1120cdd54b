import ArgumentParser
import CivilTime
import EventLog
import FoundationEssentials
import Glibc
import JSON
import Postgres

/// Walks the log and proves it.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Walk the log and prove positions, versions, bytes and hash chain; name the first event that is wrong.",
        discussion:
            "Exit status 0 when the log is whole, 1 when it is not, 2 when it cannot be read. Keep the last hash outside the database: it shows a log rewritten from end to end."
    )

    @OptionGroup var options: DatabaseOptions

    @Flag(help: "One JSON object instead of words.")
    var json = false

    func run() async throws {
        let store = try await Store.forQuestions(options.settings())
        let database = Database(store.service, connections: 1)
        let showsProgress = !json && isatty(STDERR_FILENO) == 1
        let result = await Result {
            try await EventLog.verify(database) { proven, end in
                if showsProgress { Terminal.progress("verified", proven.position, of: end.position) }
            }
        }
        await database.shutdown()
        await store.close()
        if showsProgress { Terminal.endProgress() }
        do {
            let head = try result.get()
            let hash = head.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            print(
                json
                    ? JSON.text(["whole": true, "position": JSON(Int(head.position)), "hash": .string(hash)])
                    : "The log is whole. Events: \(head.position). Last hash: \(hash)")
        } catch let damage as LogDamage {
            print(
                json
                    ? JSON.text([
                        "whole": false, "position": JSON(Int(damage.position)), "contract": JSON(damage.contract?.uuidString.lowercased()),
                        "version": JSON(damage.version), "damage": .string("\(damage.kind)"),
                    ]) : "\(damage)")
            throw ExitCode(1)
        }
    }
}

extension JSON {
    /// One line.
    static func text(_ json: JSON) -> String { String(decoding: json.bytes(), as: UTF8.self) }
}

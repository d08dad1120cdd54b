import ArgumentParser
import CivilTime
import EventLog
import JSON
import Postgres
import Seals

/// What seals show of a log that is not what it was.
struct SealProblem: Error {
    let findings: [SealFinding]

    /// Runs `body`. If the log or a seal is not what it was, says so on standard output.
    ///
    /// - Throws: `ExitCode(1)` in that case; errors of `body`.
    static func reported<Value>(json: Bool, _ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let problem as SealProblem {
            print(
                json
                    ? JSON.text(["whole": false, "seals": .array(problem.findings.map(\.json))])
                    : problem.findings.map(\.description).joined(separator: "\n"))
        } catch let damage as LogDamage {
            print(json ? JSON.text(.object(damage.members)) : "\(damage)")
        }
        throw ExitCode(1)
    }
}

extension SealFinding {
    /// For programs.
    var json: JSON { ["file": .string(file), "finding": .string(name), "words": .string(description)] }
}

extension LogDamage {
    /// For programs.
    var members: JSON.Object {
        [
            "whole": false, "position": JSON(Int(position)), "contract": JSON(contract?.text), "version": JSON(version),
            "damage": .string("\(kind)"),
        ]
    }
}

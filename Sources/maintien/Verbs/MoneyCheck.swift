import ArgumentParser
import BillingService
import JSON
import Portfolio
import Postgres

/// Proves runs, the ledger and what the bank said against the log.
struct MoneyCheck {
    let json: Bool

    /// How many differences are told in words.
    private static let shown = 20

    /// - Throws: `ExitCode(1)` when something is not as the log says.
    func run(_ settings: Settings) async throws {
        let (rules, money) = try SchemeFiles.rulesAndMoney(settings)
        let store = try await Store.forQuestions(settings)
        let meter = Meter(isQuiet: json)
        let finding = try await store.proving { log, _, _ in
            defer { meter.end() }
            let proof = MoneyProof(schemes: rules.schemes, money: money.parameters, digests: money.digests)
            return try await log.withSession { session in
                try session.transaction(.readOnlySnapshot) { session in
                    try proof.finding(in: session) { done, all in meter.show("steps of runs proved", done, of: all) }
                }
            }
        }
        print(json ? JSON.text(Self.answer(finding)) : Self.words(finding))
        if !finding.differences.isEmpty { throw ExitCode(1) }
    }

    private static func answer(_ finding: MoneyFinding) -> JSON {
        [
            "whole": .bool(finding.differences.isEmpty), "position": JSON(Int(finding.position)), "runs": JSON(finding.runs),
            "bankEvents": JSON(finding.bankEvents), "entries": JSON(finding.entries),
            "madeAgain": .array(finding.madeAgain.map { JSON($0) }), "underOtherFiles": .array(finding.underOtherFiles.map { JSON($0) }),
            "differences": .array(
                finding.differences.map { difference in
                    [
                        "what": .string(difference.what.rawValue), "run": JSON(difference.run),
                        "position": JSON(difference.position.map { Int($0) }), "table": JSON(difference.table),
                    ]
                }),
        ]
    }

    private static func words(_ finding: MoneyFinding) -> String {
        let counts =
            "Runs: \(finding.runs). Events of the bank: \(finding.bankEvents). Entries: \(finding.entries). Position: \(finding.position)"
        var lines: [String]
        if finding.differences.isEmpty {
            lines = ["What was called, debited and entered is what the log says. \(counts)"]
            lines.append("Runs made again from the facts, with the same rows: \(finding.madeAgain.count)")
        } else {
            lines = ["What was called, debited and entered is not what the log says. \(counts)"]
            lines += finding.differences.prefix(shown).map { "  \($0.words)" }
            if finding.differences.count > shown { lines.append("  and \(finding.differences.count - shown) more: --json names all.") }
        }
        if !finding.underOtherFiles.isEmpty {
            let numbers = finding.underOtherFiles.map(String.init).joined(separator: ", ")
            lines.append(
                "Not made again, since the scheme files are others, or one that a contract names is missing: runs \(numbers). --scheme names a file."
            )
        }
        return lines.joined(separator: "\n")
    }
}

import JSON

/// A run in words and tables, from its answer.
enum RunWords {
    /// The cells of three amounts.
    static func flows(_ json: JSON) -> [String] {
        ["employerToInsurerCents", "agentToInsurerCents", "employerToAgentCents"].map { json[member: $0].euros }
    }

    /// The headings of three amounts.
    static let flowHeadings = ["employer → insurer", "agent → insurer", "employer → agent"]

    /// One run.
    static func text(of run: JSON) -> String {
        let isPreview = run[member: "dryRun"] == true
        let month = run[member: "month"] == .null ? "no month" : run[member: "month"].cell
        var parts = [
            "\(isPreview ? "A run, not recorded" : "Run \(run[member: "run"].cell)"): \(run[member: "kind"].cell), \(month), \(run[member: "scheme"].cell)"
                + (isPreview ? "" : ", \(run[member: "state"].cell)")
                + "\nAs known at \(run[member: "knownAt"].cell), at position \(run[member: "position"].cell)"
        ]
        if run[member: "failure"] != .null { parts.append("It could not be made yet: \(run[member: "failure"].cell).") }
        guard run[member: "lineCount"] != .null else { return parts.joined(separator: "\n\n") }
        let sums = ["called", "adjusted", "prescribed"].map { [$0] + flows(run[member: $0]) }
        parts.append("Lines: \(run[member: "lineCount"].cell)\n\n" + Terminal.table([""] + flowHeadings, sums))
        let debits = run[member: "directDebits"]
        let days =
            debits[member: "collectionOn"] == .null
            ? "" : ", collected on \(debits[member: "collectionOn"].cell), announced by \(debits[member: "notifyBy"].cell)"
        parts.append(
            """
            direct debits  \(debits[member: "count"].cell), \(debits[member: "amountCents"].euros)\(days)
            held           \(run[member: "held"][member: "count"].cell), \(run[member: "held"][member: "amountCents"].euros)
            """)
        let causes = run[member: "explanation"].elements
        if !causes.isEmpty {
            let rows = causes.map { [$0[member: "cause"].cell, $0[member: "contracts"].cell] + flows($0) }
            parts.append(
                "The month less the one before:\n\n" + Terminal.table(["because", "contracts"] + flowHeadings, rows))
        }
        return parts.joined(separator: "\n\n")
    }

    /// All runs.
    static func table(of runs: [JSON]) -> String {
        let rows = runs.map { run in
            run.cells(["run", "scheme", "kind", "month", "state", "knownAt", "lineCount"])
                + [run[member: "directDebits"][member: "amountCents"].euros, run[member: "held"][member: "amountCents"].euros]
        }
        return Terminal.table(["run", "scheme", "kind", "month", "state", "known at", "lines", "debited", "held"], rows)
    }
}

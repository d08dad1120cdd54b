import JSON
import Portfolio

/// An answer about all contracts, as a table for people.
struct PortfolioTable: Sendable {
    let heading: [String]
    /// Whether only the first page is shown, since the answer may be long.
    var hasPages = true
    /// The cells of a line.
    let row: @Sendable (JSON) -> [String]

    /// Prints a table of the lines.
    ///
    /// - Parameter others: further lines, and whether more follow; nil when there are none.
    func show(_ answer: PortfolioAnswer, then others: (bytes: [UInt8], next: String?)? = nil) async throws {
        var bytes: [UInt8] = []
        for try await chunk in answer.chunks { bytes += chunk }
        bytes += others?.bytes ?? []
        let rows = try bytes.split(separator: UInt8(ascii: "\n")).map { row(try JSON(parsing: Array($0))) }
        print("As known at \(answer.knownAt), at position \(answer.position)\n")
        print(Terminal.table(heading, rows))
        if answer.next != nil || others?.next != nil { print("\nThese are the first \(rows.count): --json or --csv gives all.") }
    }

    static let coverage = PortfolioTable(heading: ["contract", "state", "basis", "option", "from", "through", "beneficiaries"]) { line in
        [line[member: "contract"].cell] + line[member: "holder"].cells(["state", "basis", "option", "from", "through"])
            + [String(line[member: "beneficiaries"].elements.count)]
    }

    static let cotisations = PortfolioTable(
        heading: ["contract", "standing", "employer → insurer", "agent → insurer", "employer → agent", "collected by"]
    ) { line in
        let collection = line[member: "collection"]
        let missing = collection[member: "mandateMissing"] == true ? ", mandate missing" : ""
        return line.cells(["contract", "standing"]) + line[member: "due"].flows + [collection[member: "method"].cell + missing]
    }

    static let totals = PortfolioTable(
        heading: ["employer", "standing", "contracts", "employer → insurer", "agent → insurer", "employer → agent"], hasPages: false
    ) { line in
        line.cells(["employer", "standing", "contracts"]) + line[member: "due"].flows
    }

    static let worklist = PortfolioTable(heading: [
        "kind", "due on", "contract", "beneficiary", "rule", "other contract", "other beneficiary", "employer", "run", "amount", "about",
    ]) { line in
        line.cells(["kind", "dueOn", "contract", "beneficiary", "rule", "otherContract", "otherBeneficiary", "employer", "run"])
            + [
                line[member: "amountCents"].euros,
                ["reason", "file", "reference"].map { line[member: $0] }.first { $0 != .null }?.cell ?? "–",
            ]
    }
}

extension JSON {
    fileprivate var flows: [String] {
        ["employerToInsurerCents", "agentToInsurerCents", "employerToAgentCents"].map { self[member: $0].euros }
    }
}

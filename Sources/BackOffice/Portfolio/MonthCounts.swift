import CivilTime
import Contracts
import JSON

/// People by state and contracts by standing, over twelve months.
struct MonthCounts: Hashable, Sendable {
    /// In order.
    let months: [Month]
    private var counts: [String: [Int]]

    /// Reads the lines of the answer.
    init(_ lines: [JSON]) {
        var months: [Month] = []
        var counts: [String: [Month: Int]] = [:]
        for line in lines {
            guard let month = line["month"]?.string.flatMap({ Month($0) }), let by = line["by"]?.string, let value = line["value"]?.string,
                let count = line["count"]?.integer
            else { continue }
            if months.last != month { months.append(month) }
            counts["\(by) \(value)", default: [:]][month] = count
        }
        self.months = months
        self.counts = counts.mapValues { byMonth in months.map { byMonth[$0] ?? 0 } }
    }

    /// People in a state, month by month.
    subscript(state: Cover.State) -> [Int] { counts["state \(state.rawValue)"] ?? months.map { _ in 0 } }

    /// Contracts in a standing, month by month.
    subscript(standing: Standing) -> [Int] { counts["standing \(standing.rawValue)"] ?? months.map { _ in 0 } }
}

/// What a month comes to, employer by employer.
struct EmployerFlows: Hashable, Sendable {
    /// An employer's sums.
    struct Line: Hashable, Sendable {
        /// The employer's code; nil for contracts without one.
        let employer: String?
        var contracts = 0
        var due = Flows.zero

        /// All that the insurer receives.
        var received: Money { due.employerToInsurer + due.agentToInsurer }
    }

    /// By what the insurer receives, the greatest first.
    let lines: [Line]

    /// Sums the lines of the answer, which are by employer and standing.
    init(_ answer: [JSON]) {
        var sums: [String?: Line] = [:]
        for line in answer {
            let employer = line["employer"]?.string
            var sum = sums[employer] ?? Line(employer: employer)
            func cents(_ field: String) -> Money { Money(cents: line["due"]?[field]?.integer ?? 0) }
            sum.contracts += line["contracts"]?.integer ?? 0
            sum.due.employerToInsurer = sum.due.employerToInsurer + cents("employerToInsurerCents")
            sum.due.agentToInsurer = sum.due.agentToInsurer + cents("agentToInsurerCents")
            sum.due.employerToAgent = sum.due.employerToAgent + cents("employerToAgentCents")
            sums[employer] = sum
        }
        lines = sums.values.sorted { ($1.received, $0.employer ?? "") < ($0.received, $1.employer ?? "") }
    }

    /// All of them together.
    var total: Line {
        lines.reduce(into: Line(employer: nil)) { total, line in
            total.contracts += line.contracts
            total.due.employerToInsurer = total.due.employerToInsurer + line.due.employerToInsurer
            total.due.agentToInsurer = total.due.agentToInsurer + line.due.agentToInsurer
            total.due.employerToAgent = total.due.employerToAgent + line.due.employerToAgent
        }
    }
}

import CivilTime
import Contracts
import JSON

/// The flows of a month by employer.
struct EmployerFlows: Hashable, Sendable {
    /// The sums of an employer.
    struct Line: Hashable, Sendable {
        /// The employer's code; nil for contracts without one.
        let employer: String?
        var contracts = 0
        var due = Flows.zero

        /// The total that the insurer receives.
        var received: Money { due.employerToInsurer + due.agentToInsurer }
    }

    /// Sorted by the total that the insurer receives, the greatest first.
    let lines: [Line]

    /// Sums the lines of the answer, which are per employer and standing.
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

    /// The sum over all employers.
    var total: Line {
        lines.reduce(into: Line(employer: nil)) { total, line in
            total.contracts += line.contracts
            total.due.employerToInsurer = total.due.employerToInsurer + line.due.employerToInsurer
            total.due.agentToInsurer = total.due.agentToInsurer + line.due.agentToInsurer
            total.due.employerToAgent = total.due.employerToAgent + line.due.employerToAgent
        }
    }
}

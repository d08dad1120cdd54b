public import Billing
import BillingService
import CivilTime
import ContractService
import HTML
public import Words

/// Why a line asks for its amounts, as links to what caused it: the facts that were learnt, or the month as known at the run.
struct LineCause {
    let line: CallLine
    let run: BillingRun
    /// The latest run in force before; nil before the first.
    let before: BillingRun?
    let visit: Visit

    private var language: Language { visit.language }
    private var page: [String] { ["contracts", line.contract.description] }

    var html: HTML {
        switch line.origin {
        case .call:
            return link(monthAsKnown, visit("le mois, tel que su alors", "the month, as known then"))
        case .cancellation:
            guard let cancelled = run.kind.cancels else { return HTML() }
            return "\(visit("annule l'", "cancels "))\(RunLink(cancelled, visit).html)"
        case .adjustment:
            var links = line.learnt.events.map { version in
                link(PageAddress(page + ["facts", String(version)]), visit("fait \(version)", "fact \(version)"))
            }
            links += line.learnt.parameters.map { instant in
                let words = visit(
                    "valeurs du régime sues le \(instant.written(in: .french))",
                    "values of the scheme known on \(instant.written(in: .english))")
                return link(monthAsKnown, words)
            }
            let changes = PageAddress(page + ["changes"]).setting("from", to: before?.knownAt.description)
                .setting("to", to: run.knownAt.description)
            links.append(link(changes, visit("ce qui a changé", "what changed")))
            return HTML.joined(links, separator: ", ")
        }
    }

    /// The month on the contract's page, as known at the run.
    private var monthAsKnown: PageAddress {
        PageAddress(page).setting("known-at", to: run.knownAt.description).setting("month", to: line.month.description).at("cotisation")
    }

    private func link(_ address: PageAddress, _ words: String) -> HTML { "<a href=\"\(address)\">\(words)</a>" }
}

extension CallLine.Origin: Worded {
    /// Why a line is there.
    public var words: Bilingual {
        switch self {
        case .call: both("appel", "call")
        case .adjustment: both("régularisation", "adjustment")
        case .cancellation: both("annulation", "cancellation")
        }
    }
}

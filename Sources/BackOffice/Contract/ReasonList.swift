import ContractService
import Contracts
import HTML
import Words

/// Rules in words, each with its source and the fact that made it apply.
struct ReasonList {
    let reasons: [Reason]
    let record: ContractRecord
    let links: ContractLinks
    let visit: Visit

    init(_ reasons: [Reason], of record: ContractRecord, links: ContractLinks, visit: Visit) {
        self.reasons = reasons
        self.record = record
        self.links = links
        self.visit = visit
    }

    var html: HTML {
        let items = reasons.map { reason -> HTML in
            """
            <p>\(visit(reason.rule)) <span class="src">\(reason.rule.id) · \(reason.rule.source)</span> — \(decider(of: reason))</p>

            """
        }
        return "<div class=\"why\">\n\(items)</div>\n"
    }

    private func decider(of reason: Reason) -> HTML {
        if let version = reason.event, let entry = record.entry(version) {
            let words = "\(visit("fait", "fact")) \(version), \(visit(entry.fact))"
            return "<a href=\"\(links.fact(version))\">\(words)</a>"
        }
        return reason.rule == .coverOutside
            ? "\(visit("aucun fait", "no fact"))" : "\(visit("aucun fait : le temps seul", "no fact: time alone"))"
    }
}

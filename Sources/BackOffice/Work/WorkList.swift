import BillingService
import CivilTime
import ContractService
import Contracts
import HTML
import Portfolio
import Words

/// The lines of the worklist: overdue, then upcoming, then pairs of people who may be the same person, then those about money.
struct WorkList {
    let asked: WorkRequest
    let items: [WorkItem]
    /// The lines about money, which follow.
    let money: [MoneyWorkLine]
    let names: [ContractID: ShownNames]
    /// The start of the next page.
    let next: String?
    let visit: Visit
    let seal: AddressSeal
    /// A refused dismissal of a pair, or of a line of a bank.
    let refused: RefusedDismissal?
    /// The reason for the refusal.
    let trouble: Trouble?

    var html: HTML {
        let last = asked.lastDay(visit)
        let deadlines = items.compactMap { item -> (item: WorkItem, kind: WorkKind)? in
            if case .deadline(let kind) = item.row.matter { (item, kind) } else { nil }
        }
        let overdue = deadlines.filter { $0.item.row.dueOn < visit.today }.map { line($0.item, $0.kind) }
        let ahead = deadlines.filter { $0.item.row.dueOn >= visit.today }.map { line($0.item, $0.kind) }
        let pairs = items.compactMap { pair($0) }
        let until = Phrase.day(last, in: visit.language)
        if items.isEmpty, money.isEmpty {
            return """
                \(refusal)<p class="say">\(visit("Rien d'ici le", "Nothing by")) \(until.html).</p>
                \(if: asked.from != nil, "<p><a href=\"\(asked.address(of: asked.topic))\">\(visit("Revenir au début", "Back to the beginning"))</a></p>\n")
                """
        }
        return """
            \(refusal)\(section("late", "\(visit("En retard", "Overdue"))", overdue))\
            \(section("ahead", "\(visit("D'ici le", "By")) \(until.html)", ahead))\
            \(section("pairs", "\(visit("Peut-être la même personne", "Possibly the same person"))", pairs))\
            \(MoneyWorkList(lines: money, names: names, visit: visit, refused: refused).html)\(pager)
            """
    }

    private func section(_ id: String, _ heading: HTML, _ lines: [HTML]) -> HTML? {
        guard !lines.isEmpty else { return nil }
        return """
            <section aria-labelledby="\(id)"><h2 id="\(id)">\(heading)</h2>
            <ul class="due">
            \(lines)</ul></section>

            """
    }

    /// A line about a contract: the time, the person, the work, and the button that settles it.
    private func line(_ item: WorkItem, _ kind: WorkKind) -> HTML {
        let row = item.row
        let names = self.names[row.contract] ?? .none
        let matter =
            item.contract?.work(kind, of: row.beneficiary, dueOn: row.dueOn, in: visit.language) { names[$0] }.line.matter
            ?? "\(visit(kind))"
        let next = WorkPlace(filter: asked.filter, behind: row, kind).sealed(seal, visit)
        let button = visit.mayRecord ? " <a class=\"btn\" href=\"\(item.act(kind, next: next))\">\(visit(kind.action))</a>" as HTML : nil
        let isOverdue = row.dueOn < visit.today
        return """
            <li\(attribute: "class", isOverdue ? "bad" : nil)><span><span class="tag">\(since(row.dueOn))</span> · \
            \(link(row.contract, nil)) · \(matter.html) <span class="src">\
            (\(Phrase.day(row.dueOn, in: visit.language, near: visit.today).html))</span></span>\(button)</li>

            """
    }

    private func since(_ day: Day) -> String { visit(DaySpan(from: visit.today, to: day).fromToday) }

    /// A pair of people who may be the same person, with the form that states that they are two.
    private func pair(_ item: WorkItem) -> HTML? {
        guard case .duplicate(let id, let other, let beneficiary) = item.row.matter else { return nil }
        let field = "reason-\(id)"
        let form: HTML? =
            visit.mayRecord && visit.formToken != nil
            ? """
            <form method="post" action="\(PageAddress("work", "duplicates", id.description, "dismiss"))" class="filter">\(visit.token)\
            <div class="field"><label for="\(field)">\(visit("Pourquoi cette paire est à écarter", "Why this pair is to be dismissed"))</label>\
            <input id="\(field)" name="reason" required maxlength="200" autocomplete="off"\(attribute: "value", refused?.subject == id.description ? refused?.typed : nil)></div>\
            <p><button>\(visit("Écarter la paire", "Dismiss the pair"))</button></p></form>
            """ : nil
        return """
            <li><div><p><span class="tag">\(since(item.row.dueOn))</span> · \(link(item.row.contract, item.row.beneficiary, isNumbered: true)) \
            \(visit("et", "and")) \(link(other, beneficiary, isNumbered: true))</p>\(form)</div></li>

            """
    }

    /// A link to a contract by a person's name.
    ///
    /// - Parameter isNumbered: whether to add the contract's number: both names of a pair may be equal.
    private func link(_ contract: ContractID, _ beneficiary: BeneficiaryID?, isNumbered: Bool = false) -> HTML {
        let fallback = both("Contrat \(contract.description.prefix(8))", "Contract \(contract.description.prefix(8))")
        let name = (names[contract] ?? .none)[beneficiary].phrase(or: fallback, in: visit.language)
        let number = isNumbered ? visit(", contrat \(contract.description)", ", contract \(contract.description)") : ""
        return "<a href=\"\(PageAddress("contracts", contract.description))\">\(name.html)\(number)</a>"
    }

    private var pager: HTML? {
        guard next != nil || asked.from != nil else { return nil }
        let first: HTML? =
            asked.from == nil
            ? nil
            : "<a class=\"btn\" href=\"\(asked.address(of: asked.topic))\">\(visit("Début de la liste", "Beginning of the list"))</a> "
        let more: HTML? = next.map { "<a class=\"btn\" href=\"\(asked.address(from: $0))\">\(visit("Lignes suivantes", "Next lines"))</a>" }
        return "<p class=\"acts\">\(first)\(more)</p>\n"
    }

    private var refusal: HTML? {
        guard let refused, let trouble else { return nil }
        let label =
            BankLineID(refused.subject) == nil
            ? both("Pourquoi cette paire est à écarter", "Why this pair is to be dismissed") : MoneyWorkList.reasonLabel
        return """
            <div class="trouble" tabindex="-1" autofocus><h2>\(visit(trouble.title))</h2><p>\(visit(trouble.detail))</p>
            <p><a href="\(PageAddress.samePage.at("reason-\(refused.subject)"))">\(visit(label))</a></p></div>

            """
    }
}

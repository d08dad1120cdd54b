import Billing
import BillingService
import CivilTime
import ContractService
import HTML
import Words

/// The lines of the worklist about money, each with the way to where it is settled.
struct MoneyWorkList {
    let lines: [MoneyWorkLine]
    let names: [ContractID: ShownNames]
    let visit: Visit
    /// A refused reason for a line of a bank.
    let refused: RefusedDismissal?

    /// The label of the field in which a clerk says what a line of a bank is.
    static let reasonLabel = both("Ce que c'est, et ce qui en a été fait", "What it is, and what was done about it")

    var html: HTML? {
        guard !lines.isEmpty else { return nil }
        return """
            <section aria-labelledby="money"><h2 id="money">\(visit("Appels, comptes et banque", "Runs, accounts and bank"))</h2>
            <ul class="due">
            \(lines.map(line))</ul></section>

            """
    }

    private func line(_ line: MoneyWorkLine) -> HTML {
        let isOverdue = line.dueOn < visit.today
        let since = visit(DaySpan(from: visit.today, to: line.dueOn).fromToday)
        let sum = line.amount.map { amount -> HTML in " · <span class=\"sum\">\(amount.written(in: visit.language))</span>" }
        let words: HTML = """
            <span class="tag">\(since)</span>\(subject(line)) · \(visit(line.kind))\(sum)\(matter(line)) <span class="src">\
            (\(Phrase.day(line.dueOn, in: visit.language, near: visit.today).html))</span>
            """
        let content: HTML =
            if let form = form(line) { "<div><p>\(words)</p>\(form)</div>" } else { "<span>\(words)</span>\(button(line))" }
        return "<li\(attribute: "class", isOverdue ? "bad" : nil)>\(content)</li>\n"
    }

    /// Whom or what the line is about.
    private func subject(_ line: MoneyWorkLine) -> HTML? {
        var parts: [HTML] = []
        if let contract = line.contract {
            let number = contract.description.prefix(8)
            let fallback = both("Contrat \(number)", "Contract \(number)")
            let name = (names[contract] ?? .none)[nil].phrase(or: fallback, in: visit.language)
            parts.append("<a href=\"\(PageAddress("contracts", contract.description))\">\(name.html)</a>")
        }
        if let employer = line.employer {
            let words = visit("employeur", "employer")
            parts.append("\(words) <a href=\"\(EmployerAccountView.address(of: employer))\"><bdi>\(employer)</bdi></a>")
        }
        if let file = line.file { parts.append("\(visit("fichier", "file")) <bdi>\(file)</bdi>") }
        if let reference = line.reference { parts.append("\(visit("référence", "reference")) <bdi>\(reference)</bdi>") }
        return parts.isEmpty ? nil : " · \(HTML.joined(parts, separator: " · "))"
    }

    /// What there is to know of it.
    private func matter(_ line: MoneyWorkLine) -> HTML? {
        var parts: [HTML] = []
        if let reason = line.reason { parts.append("\(visit(reason))") }
        if let rule = line.refusedBy.flatMap({ BillingRule(rawValue: $0) }) { parts.append("\(visit(rule.french, rule.english))") }
        if let run = line.run { parts.append(RunLink(run, visit).html) }
        return parts.isEmpty ? nil : " · \(HTML.joined(parts, separator: " · "))"
    }

    /// Leads to where the line is settled.
    private func button(_ line: MoneyWorkLine) -> HTML? {
        func link(_ address: PageAddress, _ words: Bilingual) -> HTML { " <a class=\"btn\" href=\"\(address)\">\(visit(words))</a>" }
        switch line.kind {
        case .directDebitHeld:
            guard let contract = line.contract, let reason = line.reason, visit.mayRecord else { return nil }
            return link(reason.remedyAddress(of: contract), reason.remedy)
        case .creditToRefund, .amountPrescribed:
            let words = both("Voir le compte", "See the account")
            if let employer = line.employer { return link(EmployerAccountView.address(of: employer), words) }
            return line.contract.map { link(PageAddress("contracts", $0.description, "account"), words) }
        case .statementUnpaid:
            guard let employer = line.employer, let run = line.run else { return nil }
            return link(StatementView.address(of: run, for: employer), both("Voir le bordereau", "See the statement"))
        case .handOverDue:
            // Only supervisors hand files over: others read how the run stands.
            let words = visit.maySupervise ? both("Remettre le fichier", "Hand the file over") : both("Voir l'appel", "See the run")
            return line.run.map { link(RunView.address(of: $0), words) }
        case .bankLineUnmatched: return nil
        }
    }

    /// The form that settles a line of a bank.
    private func form(_ line: MoneyWorkLine) -> HTML? {
        guard let bankLine = line.bankLine, visit.mayRecord, visit.formToken != nil else { return nil }
        let field = "reason-\(bankLine)"
        return """
            <form method="post" action="\(PageAddress("work", "bank-lines", bankLine.description, "settle"))" class="filter">\(visit.token)\
            <div class="field"><label for="\(field)">\(visit(Self.reasonLabel))</label>\
            <input id="\(field)" name="reason" required maxlength="200" autocomplete="off"\
            \(attribute: "value", refused?.subject == bankLine.description ? refused?.typed : nil)></div>\
            <p><button>\(visit("Classer la ligne", "Settle the line"))</button></p></form>
            """
    }
}

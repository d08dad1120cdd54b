import Billing
import CivilTime
import Contracts
import HTML
import Words

/// *Quand ce fait sera appelé*: what the next run calls because of facts that are not recorded yet, from whom, and by which way.
struct CallOutlookView {
    let outlooks: [CallOutlook]
    /// The labels of schemes, by name. They are shown when there are several outlooks.
    let labels: [String: String]
    let visit: Visit

    private var language: Language { visit.language }

    /// The part of a preview; empty where nothing is called.
    var html: HTML {
        if outlooks.isEmpty { return HTML() }
        let parts = outlooks.enumerated().map { place, outlook -> HTML in
            let label: HTML? =
                outlooks.count > 1 ? "<p class=\"src\">\(visit("Régime", "Scheme")) \(labels[outlook.scheme] ?? outlook.scheme)</p>\n" : nil
            return "\(label)\(part(outlook, table: "called-\(place + 1)"))"
        }
        return "<h3>\(visit("Quand ce sera appelé, et auprès de qui", "When it will be called, and from whom"))</h3>\n\(parts)"
    }

    private func part(_ outlook: CallOutlook, table id: String) -> HTML {
        switch outlook {
        case .beforeFirstRun:
            return """
                <p>\(visit("Aucun appel n'est encore en vigueur : le premier tiendra compte de ce fait.", "No run is in force yet: the first one will take this fact into account."))</p>

                """
        case .duringRun:
            return """
                <p>\(visit("Un appel se fait en ce moment, sans ce fait : rechargez la page quand il est terminé.", "A run is being made, without this fact: reload the page when it is complete."))</p>

                """
        case .nextRun(let forecast):
            if forecast.lines.isEmpty {
                let month = forecast.month
                return """
                    <p>\(visit("Le prochain appel, celui \(month.writtenAfterOf(in: .french)), demandera ce qu'il aurait demandé sans ce fait.", "The next run, that of \(month.written(in: .english)), calls what it would call without this fact."))</p>
                    \(list(forecast))
                    """
            }
            return "\(when(forecast))\(table(forecast, id))\(list(forecast))"
        }
    }

    private func list(_ forecast: CallForecast) -> HTML? {
        let ways = ways(forecast)
        return ways.isEmpty ? nil : "<ul>\n\(ways)</ul>\n"
    }

    private func when(_ forecast: CallForecast) -> HTML {
        let (month, last) = (forecast.month, forecast.lastCalled)
        let day =
            forecast.notBefore <= visit.today
            ? visit("possible dès aujourd'hui", "which can be made today")
            : visit(
                "possible à partir du \(forecast.notBefore.written(in: .french))",
                "which can be made from \(forecast.notBefore.written(in: .english)) on")
        return """
            <p>\(visit("Le dernier mois appelé est \(last.written(in: .french)). À cause de ce fait, le prochain appel, celui \(month.writtenAfterOf(in: .french)), \(day), demandera en plus ou en moins :", "The last month called is \(last.written(in: .english)). Because of this fact the next run, that of \(month.written(in: .english)), \(day), calls more or less:"))</p>

            """
    }

    // MARK: From whom

    private func table(_ forecast: CallForecast, _ id: String) -> HTML {
        """
        <h4 id="\(id)">\(visit("Auprès de qui, et pour quels mois", "From whom, and for which months"))</h4>
        \(MoneyTable(labelledBy: id, columns: [visit("Auprès de qui", "From whom"), visit("Mois", "Months")], rows: rows(forecast), isSigned: true, visit: visit).html)
        """
    }

    /// A row for each payer, months called before apart from the others.
    private func rows(_ forecast: CallForecast) -> [MoneyTable.Row] {
        let payers = Set(forecast.lines.map(\.payer)).sorted()
        return payers.flatMap { payer in
            [CallLine.Origin.adjustment, .call].compactMap { origin -> MoneyTable.Row? in
                let lines = forecast.lines.filter { $0.payer == payer && $0.origin == origin }
                guard let first = lines.first?.month, let last = lines.last?.month else { return nil }
                let months = Phrase.months(from: first, through: last, in: language)
                let kind =
                    origin == .adjustment
                    ? visit("mois déjà appelés : régularisation", "called before: an adjustment")
                    : visit("pas encore appelé", "not called yet")
                return MoneyTable.Row(
                    heading: name(payer), flows: lines.reduce(.zero) { $0 + $1.flows },
                    cells: "<td>\(months.capitalized.html) <span class=\"src\">\(kind)</span></td>")
            }
        }
    }

    private func name(_ payer: Payer) -> HTML {
        guard let code = payer.employer else { return "\(visit("L'agent", "The agent"))" }
        return "<a href=\"\(PageAddress("employers", code))\"><bdi>\(code)</bdi></a>"
    }

    // MARK: By which way

    private func ways(_ forecast: CallForecast) -> [HTML] {
        let employers = Set(forecast.lines.compactMap(\.payer.employer)).sorted()
        let ways = employers.map { code in
            employer(code, forecast.lines.filter { $0.payer.employer == code }.reduce(Flows.zero) { $0 + $1.flows }, forecast)
        }
        return ways + [agent(forecast), prescribed(forecast)].compactMap(\.self)
    }

    private func employer(_ code: String, _ sum: Flows, _ forecast: CallForecast) -> HTML {
        var parts: [HTML] = []
        let withheld = sum.agentToInsurer
        if withheld > .zero {
            parts.append(
                "\(visit("\(withheld.written(in: .french)) à retenir sur la paie", "\(withheld.written(in: .english)) to be withheld from pay"))"
            )
        } else if withheld < .zero {
            let back = (Money.zero - withheld)
            parts.append(
                "\(visit("\(back.written(in: .french)) retenus sur la paie sont à rendre à l'agent", "\(back.written(in: .english)) withheld from pay to be given back to the agent"))"
            )
        }
        let called = sum.received
        if called > .zero {
            parts.append(
                "\(visit("\(called.written(in: .french)) de plus sur le bordereau, à payer au plus tôt pour le \(forecast.payableOn.written(in: .french))", "\(called.written(in: .english)) more on the statement, payable by \(forecast.payableOn.written(in: .english)) at the earliest"))"
            )
        } else if called < .zero {
            let back = Money.zero - called
            let rest =
                forecast.refundsEmployers
                ? visit("ce qui reste est remboursé", "what is left is refunded")
                : visit("ce qui reste se reporte sur le bordereau suivant", "what is left is carried to the next statement")
            parts.append(
                "\(visit("\(back.written(in: .french)) de moins sur le bordereau ; ", "\(back.written(in: .english)) less on the statement; "))\(rest)"
            )
        }
        let refund = sum.employerToAgent
        if refund > .zero {
            parts.append(
                "\(visit("l'employeur rembourse \(refund.written(in: .french)) à l'agent", "the employer refunds \(refund.written(in: .english)) to the agent"))"
            )
        } else if refund < .zero {
            let back = Money.zero - refund
            parts.append(
                "\(visit("l'agent rend \(back.written(in: .french)) à l'employeur", "the agent gives \(back.written(in: .english)) back to the employer"))"
            )
        }
        return
            "<li>\(visit("Employeur", "Employer")) \(name(.employer(code)))\(visit(" : ", ": "))\(HTML.joined(parts, separator: " · ")).</li>\n"
    }

    private func agent(_ forecast: CallForecast) -> HTML? {
        guard let agent = forecast.agent else { return nil }
        let balance = agent.balance
        let words =
            switch agent.settlement {
            case .debited(let day):
                visit(
                    "tout ce que doit l'agent, \(balance.written(in: .french)), est prélevé, au plus tôt le \(day.written(in: .french))",
                    "all that the agent owes, \(balance.written(in: .english)), is debited, on \(day.written(in: .english)) at the earliest"
                )
            case .held(let reason):
                visit(
                    "tout ce que doit l'agent, \(balance.written(in: .french)), n'est pas prélevé : \(visit(reason))",
                    "all that the agent owes, \(balance.written(in: .english)), is not debited: \(visit(reason))")
            case .settled:
                visit("le compte est soldé : rien n'est prélevé", "the account is settled: nothing is debited")
            case .credit(let days):
                credit(Money.zero - balance, refundedAfter: days)
            }
        return "<li>\(visit("Agent : ", "Agent: "))\(words).</li>\n"
    }

    private func credit(_ credit: Money, refundedAfter days: Int?) -> String {
        let netted = visit(
            "un avoir de \(credit.written(in: .french)), déduit de ce qui est appelé ensuite",
            "a credit of \(credit.written(in: .english)), netted by what is called next")
        guard let days else { return netted + visit(" ; le reste se reporte", "; the rest is carried") }
        return netted + visit(" ; le reste est remboursé après \(days) jours", "; the rest is refunded after \(days) days")
    }

    private func prescribed(_ forecast: CallForecast) -> HTML? {
        let amounts = forecast.prescribed
        if amounts.isEmpty { return nil }
        let months = Phrase.months(from: amounts.map(\.month).min(), through: amounts.map(\.month).max(), in: language)
        let sum = amounts.reduce(Flows.zero) { $0 + $1.flows }
        let flows = Flow.allCases.filter { sum[$0] != .zero }.map { flow -> HTML in
            "\(visit(flow.words)) <span class=\"sum\">\(sum[flow].signed(in: language))</span>"
        }
        return """
            <li>\(visit("Prescrit, ne sera pas appelé", "Prescribed, will not be called")) (\(months.html))\(visit(" : ", ": "))\(HTML.joined(flows, separator: ", ")).</li>

            """
    }
}

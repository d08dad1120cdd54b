import CivilTime
import Contracts
import HTML
import Words

extension ChangesView {
    /// The changed months by flow: those to settle now with their sum, and later months apart.
    var months: HTML {
        let settlements = changes.settlements(through: settledThrough)
        let month = settledThrough.written(in: language)
        let past = settlements.filter { !$0.past.isEmpty }.map { body($0.flow, $0.past, sum: $0.due) }
        let ahead = settlements.filter { !$0.ahead.isEmpty }.map { body($0.flow, $0.ahead, sum: $0.dueAhead) }
        return """
            \(table(say("À régulariser, jusqu'en \(month)", "To settle, until \(month)"), past))\
            \(table(say("À venir, après \(month)", "Ahead, after \(month)"), ahead))
            """
    }

    private func table(_ title: String, _ bodies: [HTML]) -> HTML {
        if bodies.isEmpty { return HTML() }
        return """
            <h3>\(title)</h3>
            <div class="wide" role="region" aria-label="\(title)" tabindex="0"><table>\
            <thead><tr><th scope="col">\(say("Mois", "Months"))</th><th scope="col" class="num">\(say("Avant, par mois", "Before, a month"))</th>\
            <th scope="col" class="num">\(say("Après, par mois", "After, a month"))</th>\
            <th scope="col" class="num">\(say("Différence", "Difference"))</th></tr></thead>
            \(bodies)</table></div>

            """
    }

    /// The months of a flow, and their sum; nil when they have no end.
    private func body(_ flow: Flow, _ runs: [Settlement.Run], sum: Money?) -> HTML {
        let rows = runs.map { run -> HTML in
            """
            <tr><td>\(capitalized(.months(from: run.from, through: run.through, in: language)))</td>\
            <td class="num">\(run.before.written(in: language))</td><td class="num">\(run.after.written(in: language))</td>\
            <td class="num">\(difference(run))</td></tr>

            """
        }
        let total = sum.map { sum -> HTML in
            let text = direction(flow, of: sum)[language]
            return """
                <tr><th scope="row" colspan="3">\(text)</th><td class="num"><strong>\(sum.signed(in: language))</strong></td></tr>

                """
        }
        return """
            <tbody>
            <tr><th scope="rowgroup" colspan="4">\(flow.words.capitalized[language])</th></tr>
            \(rows)\(runs.count > 1 || sum != nil ? total : nil)</tbody>

            """
    }

    private func difference(_ run: Settlement.Run) -> String {
        guard run.through != nil else {
            let each = (run.after - run.before).signed(in: language)
            return say("\(each) par mois", "\(each) a month")
        }
        return run.total.signed(in: language)
    }

    /// The consequence of a flow's sum: to collect or to refund.
    private func direction(_ flow: Flow, of sum: Money) -> Bilingual {
        if sum == .zero { return both("Somme : rien", "Sum: nothing") }
        let isOwed = sum > .zero
        return switch flow {
        case .agentToInsurer:
            isOwed
                ? both("Somme à encaisser de l'agent", "Sum to collect from the agent")
                : both("Somme à rendre à l'agent", "Sum to refund to the agent")
        case .employerToInsurer:
            isOwed
                ? both("Somme à encaisser de l'employeur", "Sum to collect from the employer")
                : both("Somme à rendre à l'employeur", "Sum to refund to the employer")
        case .employerToAgent:
            isOwed
                ? both("Somme que l'employeur rembourse à l'agent", "Sum that the employer refunds to the agent")
                : both("Somme que l'agent rend à l'employeur", "Sum that the agent gives back to the employer")
        }
    }
}

import CivilTime
import ContractService
import Contracts
import HTML
import Words

extension ContractPage {
    /// What was just recorded: the facts, the sum to settle, the next step, the next file.
    var recordedNote: HTML? {
        guard let told = reading.recorded else { return nil }
        let facts = told.facts.map { fact -> HTML in
            """
            <p><strong>\(visit("Enregistré :", "Recorded:"))</strong> <a href="\(links.fact(fact.version))">\
            \(visit("fait \(fact.version)", "fact \(fact.version)"))</a>, \(fact.fact.title(in: language) { names[$0] }.html)</p>

            """
        }
        let summary = told.changes.summary(through: Month(of: asked.today))
        let sum = Phrase.adjustment(summary.due, in: language)?.html ?? "\(visit("Rien n'est à régulariser.", "Nothing is to settle."))"
        let later: HTML? =
            summary.changesLaterMonths ? " \(visit("Des mois à venir changent.", "Later months change."))" : nil
        let next: HTML =
            reading.pressing.first.map { work -> HTML in
                let what = work.line
                return """
                    \(visit("Ensuite :", "Next:")) <a href="#presse">\(what.matter.html)</a> (\(what.due.html))
                    """
            } ?? "\(visit("Rien d'autre ne presse.", "Nothing else presses."))"
        let steps = told.facts.last.map { last in
            NextSteps(after: last.fact, in: record.present, of: record.id, language: language).html(for: visit)
        }
        let file = nextFile.map { address -> HTML in
            "<p><a class=\"btn main\" href=\"\(address)\">\(visit("Dossier suivant", "Next file"))</a></p>\n"
        }
        return """
            <div class="note" role="status">
            \(facts)<p>\(sum)\(later)</p>
            <p>\(next)</p>
            \(steps)\(file)</div>

            """
    }
}

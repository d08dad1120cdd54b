import CivilTime
import ContractService
import Contracts
import HTML
import Words

extension ContractPage {
    /// The note on what was just recorded: the facts, the sum to settle, the next step, the next file.
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
        let steps = told.facts.last.map { NextSteps(after: $0.fact, in: record.present, of: record.id, language: language) }
        // Work that a next step settles is not repeated.
        let work = reading.pressing.first { !(steps?.settle($0.kind) ?? false) }
        let next: HTML? =
            work.map { work -> HTML in
                let what = work.line
                return """
                    <p>\(visit("Ensuite :", "Next:")) <a href="#presse">\(what.matter.html)</a> (\(what.due.html))</p>

                    """
            } ?? (steps?.steps.isEmpty ?? true ? "<p>\(visit("Rien d'autre ne presse.", "Nothing else presses."))</p>\n" : nil)
        let file = nextFile.map { address -> HTML in
            "<p><a class=\"btn main\" href=\"\(address)\">\(visit("Dossier suivant", "Next file"))</a></p>\n"
        }
        return """
            <div class="note" role="status">
            \(facts)<p>\(sum)\(later)</p>
            \(next)\(steps?.html(for: visit))\(file)</div>

            """
    }
}

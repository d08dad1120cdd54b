import BillingService
import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// The page of figures for the actuary.
struct ActuaryView {
    /// Nil while they are summed.
    let figures: ActuaryFigures?
    /// The instant of the figures; nil with them.
    let countedAt: Instant?
    /// The scheme of the money; nil for all.
    let scheme: String?
    /// The schemes that can be asked for.
    let schemes: [(name: String, label: String)]
    let visit: Visit

    private var language: Language { visit.language }

    /// The title of the window.
    var title: String { visit("Chiffres pour l'actuaire", "Figures for the actuary") }

    var html: HTML {
        """
        <div class="wrap">
        <p><a href="/portfolio">\(visit("Portefeuille", "Portfolio"))</a></p>
        <h1 class="big">\(title)</h1>
        \(choice)\(content)</div>

        """
    }

    private var choice: HTML? {
        if schemes.count < 2 { return nil }
        let options = schemes.map { each -> HTML in
            "<option value=\"\(each.name)\"\(attribute: "selected", each.name == scheme)>\(each.label)</option>\n"
        }
        return """
            <form action="/portfolio/actuary" class="filter screen" aria-label="\(visit("Quel régime", "Which scheme"))">
            <div class="field"><label for="scheme">\(visit("Régime des appels et des sommes dues", "Scheme of calls and arrears"))</label><select id="scheme" name="scheme">
            <option value="">\(visit("tous", "all"))</option>
            \(options)</select></div>
            <p><button>\(visit("Voir", "Show"))</button></p>
            </form>

            """
    }

    private var content: HTML {
        guard let figures else {
            return """
                <div class="note" role="status"><p>\(visit("Les chiffres se calculent : rechargez la page dans un instant.", "The figures are being summed: reload the page in a moment."))</p></div>

                """
        }
        let counted = countedAt.map { instant -> HTML in
            "<p class=\"src\">\(visit("Comptés le \(instant.written(in: .french)).", "Counted on \(instant.written(in: .english))."))</p>\n"
        }
        return """
            \(counted)\(RunOffSection(runOff: figures.runOff, file: file(.runOff), visit: visit).html)\
            \(ArrearsSection(arrears: figures.arrears, file: file(.arrears), visit: visit).html)\
            \(DelaySection(delays: figures.delays, file: file(.factDelays), visit: visit).html)
            """
    }

    /// The address of a table as a file.
    private func file(_ figures: ActuaryQuestion.Figures) -> PageAddress {
        PageAddress("portfolio", "actuary", figures.rawValue).setting("scheme", to: scheme)
    }
}

extension Visit {
    /// A button that leads to a table as a file.
    func tableButton(_ address: PageAddress) -> HTML {
        "<p class=\"screen\"><a class=\"btn\" href=\"\(address)\">\(self("Tout le tableau (CSV)", "The whole table (CSV)"))</a></p>\n"
    }
}

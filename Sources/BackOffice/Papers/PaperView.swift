import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// A paper as a page of A4.
struct PaperView {
    let paper: StampedPaper
    /// The reference as text.
    let reference: String
    let names: ShownNames
    let schemes: Schemes
    /// The address of the list of papers.
    let back: PageAddress
    let visit: Visit

    private var content: PaperContent { paper.content }
    private var language: Language { visit.language }

    /// The title of the window.
    var title: String { visit(content.kind.words.capitalized) }

    var html: HTML {
        let scheme = content.scheme.map { name -> HTML in "<p>\(schemes[name]?.label ?? name)</p>\n" }
        return """
            <div class="wrap paper">
            <p class="acts"><a class="btn" href="\(back)">\(visit("Autres attestations", "Other certificates"))</a> \
            <span class="src">\(visit("Pour l'imprimer : Ctrl + P.", "To print it: Ctrl + P."))</span></p>
            <p class="brand">Maintien</p>
            <h1 class="big">\(title)</h1>
            \(scheme)<p>\(visit("Contrat", "Contract")) \(content.contract.description)</p>
            <p>\(knowledge)</p>
            \(provisional)\(PaperBody(content: content, names: names, language: language).html)\(stamp)</div>

            """
    }

    private var knowledge: HTML {
        let instant = paper.reference.knownAt.written(in: language)
        return "\(visit("D'après ce qui était su le \(instant).", "By what was known on \(instant)."))"
    }

    /// A printed note when the content is provisional.
    private var provisional: HTML? {
        guard content.isProvisional else { return nil }
        let words =
            content.kind == .statement
            ? visit("des montants de ce relevé restent à confirmer.", "amounts of this statement are still to be confirmed.")
            : visit("sous réserve des pièces attendues.", "subject to the documents that are awaited.")
        return "<div class=\"note\"><p><strong>\(visit("Provisoire", "Provisional"))</strong>\(visit(" : ", ": "))\(words)</p></div>\n"
    }

    private var stamp: HTML {
        """
        <section class="stamp" aria-labelledby="stamp"><h2 id="stamp">\(visit("Référence", "Reference"))</h2>
        <p><code>\(reference)</code></p>
        <p class="src">\(visit("Fait à la position", "Fact at position")) \(String(paper.reference.position)) · \(visit("empreinte", "hash")) \
        <code>\(String(paper.hash.prefix(16)))</code>. \
        \(visit("Ce papier se vérifie par sa référence, à la page", "This paper is checked by its reference, on the page")) \
        <a href="\(PageAddress("verify").setting("reference", to: reference))">\(visit("Vérifier un papier", "Check a paper"))</a>.</p></section>

        """
    }
}

import Access
import CivilTime
import ContractService
import Contracts
import HTML
public import Words

extension BackOffice {
    /// Verifies the paper with a reference. A caller who may not read contracts sees no person and no contract.
    func verify(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        let typed = request.query["reference"]
        var verdict: HTML?
        if let typed {
            // Guesses count like searches.
            try count(.search, visit)
            verdict = said(try await PaperJudge(key: paperKey, records: service).judge(typed), visit)
        }
        let main: HTML = """
            <div class="wrap">
            <h1 class="big">\(visit("Vérifier un papier", "Check a paper"))</h1>
            \(verdict)<form action="/verify" class="form">
            <div class="field"><label for="reference">\(visit("Référence du papier", "Reference of the paper"))</label>\
            <span class="hint">\(visit("Onze groupes de quatre caractères, en bas du papier.", "Eleven groups of four characters, at the foot of the paper."))</span>\
            <input id="reference" name="reference" class="wider" value="\(typed ?? "")" autocomplete="off" spellcheck="false" maxlength="100"></div>
            <p><button class="main">\(visit("Vérifier", "Check"))</button></p>
            </form>
            </div>

            """
        return page(visit("Vérifier un papier", "Check a paper"), for: visit, main: main)
    }

    private func said(_ verdict: PaperVerdict, _ visit: Visit) -> HTML {
        let words = verdict.words
        let isGood = if case .genuine(_, _, _, holds: true) = verdict { true } else { false }
        var more: HTML = HTML()
        if let reference = verdict.reference {
            more += "<p>\(visit(reference.kind.words.capitalized)), \(Phrase.day(reference.on, in: visit.language).html). "
            more +=
                "\(visit("D'après ce qui était su le \(reference.knownAt.written(in: .french)).", "By what was known on \(reference.knownAt.written(in: .english)).")) </p>\n"
        }
        if case .genuine(let reference, let contract, let knownAt, _) = verdict, visit.mayRead {
            let then = PageAddress("contracts", contract.description, "papers", reference.kind.rawValue)
                .setting("on", to: reference.on.description)
            more += """
                <p>\(visit("Comparez-le, mot à mot, à celui que le service imprime :", "Compare it, word by word, with the one that the service prints:")) \
                <a href="\(then.setting("known-at", to: knownAt.description))">\(visit("le papier d'alors", "the paper as it was"))</a>, \
                <a href="\(then)">\(visit("le papier d'aujourd'hui", "the paper of today"))</a>.</p>

                """
        }
        return """
            <div class="\(isGood ? "note" : "trouble")" role="status"><h2>\(visit(words.title))</h2>
            <p>\(visit(words.detail))</p>
            \(more)</div>

            """
    }
}

extension PaperVerdict {
    /// The reference, if it could be read.
    public var reference: PaperReference? {
        switch self {
        case .miscopied, .foreign: nil
        case .altered(let reference), .genuine(let reference, _, _, _): reference
        }
    }

    /// The verdict in words.
    public var words: (title: Bilingual, detail: Bilingual) {
        switch self {
        case .miscopied:
            (
                both("Référence mal recopiée", "Reference copied with a slip"),
                both(
                    "Il manque des caractères, ou certains sont faux. Relisez-la groupe par groupe.",
                    "Characters are missing, or some are wrong. Read it again group by group.")
            )
        case .foreign:
            (
                both("Ce papier n'est pas authentique", "This paper is not genuine"),
                both("Le service n'a pas donné cette référence.", "The service gave no such reference.")
            )
        case .altered:
            (
                both("Ce papier ne correspond pas au journal", "This paper does not agree with the log"),
                both(
                    "La référence est du service, mais le journal ne dit pas ce qu'elle atteste.",
                    "The reference is the service's, but the log does not say what it vouches for.")
            )
        case .genuine(_, _, _, holds: true):
            (
                both("Ce papier est authentique", "This paper is genuine"),
                both("Ce qu'il dit est encore ce qui est su.", "What it says is still what is known.")
            )
        case .genuine(_, _, _, holds: false):
            (
                both("Ce papier est authentique, mais n'est plus à jour", "This paper is genuine, but no longer up to date"),
                both("Ce qui est su a changé depuis : demandez un nouveau papier.", "What is known has changed since: ask for a new paper.")
            )
        }
    }
}

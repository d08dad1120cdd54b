import CivilTime
import ContractService
import Contracts
import HTML
import Portfolio
import Words

/// The page of a month under another scheme file.
struct WhatIfView {
    var month: Month
    /// The month as it was typed, or as the address has it.
    let typed: String?
    let visit: Visit
    var unreadable: UnreadableText?
    /// The sealed file, as the address has it.
    var sealed: String?
    /// The file; nil without one, or when its seal is too old.
    var file: WhatIfFile?
    /// What the file says.
    var reading: WhatIfFile.Reading?
    /// Nil without a file, and while the contracts are being counted.
    var answer: WhatIf?

    /// Stands in the address in place of a file when none was sent that is text.
    static let noFile = "none"

    /// Whether the form has to be filled in again.
    var isRefusal: Bool { unreadable != nil || fileTrouble != nil }

    /// Why there is no file to answer for, although one was sent.
    private var fileTrouble: String? {
        switch reading {
        case .refused(let words): visit(words)
        case .scheme: nil
        case nil where sealed == nil: nil
        case nil where sealed == Self.noFile: visit("Choisissez un fichier, en UTF-8.", "Choose a file, in UTF-8.")
        case nil:
            visit(
                "Cette adresse a plus d'une heure : choisissez de nouveau le fichier.",
                "This address is older than an hour: choose the file again.")
        }
    }

    var html: HTML {
        """
        <div class="wrap">
        <h1 class="big">\(visit("Et si le tarif changeait ?", "What if the tariff changed?"))</h1>
        \(summary)\(form)\(result)</div>

        """
    }

    // MARK: The form

    private var summary: HTML? {
        guard isRefusal else { return nil }
        func item(_ identifier: String, _ label: String, _ words: HTML) -> HTML {
            "<li><a href=\"\(PageAddress.samePage.at(identifier))\">\(label)</a>\(visit(" : ", ": "))\(words)</li>\n"
        }
        return """
            <div class="trouble" tabindex="-1" autofocus>
            <h2>\(visit("Rien n'est comparé", "Nothing is compared"))</h2>
            <ul>
            \(fileTrouble.map { item("scheme", fileLabel, "\($0)") })\(unreadable.map { item("month", monthLabel, $0.phrase(in: visit.language).html) })</ul>
            </div>

            """
    }

    private var fileLabel: String { visit("Fichier du régime envisagé", "File of the scheme that is thought of") }
    private var monthLabel: String { visit("Mois", "Month") }

    private var form: HTML {
        let month = unreadable == nil ? self.month.written(in: visit.language) : typed ?? ""
        let monthError = unreadable.map { error -> HTML in
            "<span class=\"error\" id=\"month-error\">\(error.phrase(in: visit.language).html)</span>"
        }
        let fileError = fileTrouble.map { words -> HTML in "<span class=\"error\" id=\"scheme-error\">\(words)</span>" }
        return """
            <form class="form screen" method="post" action="/portfolio/what-if" enctype="multipart/form-data">\(visit.token)
            <div class="field\(if: fileError != nil, " wrong")"><label for="scheme">\(fileLabel)</label>\
            <span class="hint" id="scheme-hint">\(visit("Du JSON, comme les fichiers que le service lit au démarrage, du même nom de régime ; 10 Kio au plus. Rien n'est enregistré.", "JSON, as the files that the service reads at its start, of the same scheme's name; 10 KiB at most. Nothing is recorded."))</span>\
            \(fileError)<input id="scheme" name="scheme" type="file" accept=".json,application/json" aria-describedby="scheme-hint\(if: fileError != nil, " scheme-error")"></div>
            <div class="field\(if: monthError != nil, " wrong")"><label for="month">\(monthLabel)</label>\(monthError)\
            <input id="month" name="month" autocomplete="off" value="\(month)"\(attribute: "aria-describedby", monthError == nil ? nil : "month-error")></div>
            <p><button class="main">\(visit("Comparer", "Compare"))</button></p>
            </form>

            """
    }

    // MARK: The answer

    private var result: HTML? {
        guard case .scheme? = reading, unreadable == nil, let file else { return nil }
        guard let answer else {
            return """
                <div class="note" role="status"><p>\(visit("Tous les contrats sont comparés : rechargez la page dans un instant.", "All contracts are being compared: reload the page in a moment."))</p></div>

                """
        }
        return WhatIfResult(answer: answer, file: file, sealed: sealed ?? "", visit: visit).html
    }
}

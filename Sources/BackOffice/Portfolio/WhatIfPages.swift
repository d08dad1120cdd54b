import Access
import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Portfolio
import Words

extension BackOffice {
    /// *Et si le tarif changeait ?*: a month of all contracts under a scheme file that a reader sends, beside the scheme in force.
    ///
    /// The form seals the file into the address of the page: so the page can be reloaded, printed and read in both languages, and nothing is written.
    var whatIfPages: [Page] {
        [
            .get("/portfolio/what-if", for: .readers) { request, visit in try await whatIf(request, visit) },
            .post("/portfolio/what-if", for: .readers, longestUpload: WhatIfScheme.longestFile + Self.formAround) { request, visit in
                takeFile(request, visit)
            },
            .get("/portfolio/what-if/table", for: .readers) { request, visit in
                guard case .scheme(let scheme)? = draft(request, visit)?.content, let month = request.query["month"].flatMap({ Month($0) })
                else { return .seeOther(Self.whatIfAddress) }
                let answer = try await portfolioAnswer { try await portfolio.whatIf(WhatIfQuestion(scheme.scheme, month: month)) }
                return .file(answer.table(.excelFrench), type: "text/csv; charset=utf-8", name: "et-si-\(month).csv")
            },
        ]
    }

    static let whatIfAddress = PageAddress("portfolio", "what-if")
    /// The most bytes of a form besides its file.
    private static let formAround = 4096
    /// The most characters of a sealed file: with the rest of the address they fit into what the service, and a proxy before it, takes.
    private static let longestSeal = 15_000
    /// How long the page waits for the first answer.
    private static let patience = Duration.seconds(3)

    private func draft(_ request: PageRequest, _ visit: Visit) -> WhatIfDraft? {
        request.query["draft"].flatMap { seal.open($0, for: WhatIfDraft.purpose, by: visit.caller.id) }.flatMap { WhatIfDraft($0) }
    }

    /// Takes the form: seals the file, or why it is refused, into the address of the page.
    private func takeFile(_ request: PageRequest, _ visit: Visit) -> PageAnswer {
        let address = Self.whatIfAddress.setting("month", to: request.form["month"].map { String($0.prefix(100)) })
        guard let file = request.file else { return .seeOther(address.setting("draft", to: "none")) }
        func sealed(_ content: WhatIfDraft.Content) -> String {
            seal.seal(WhatIfDraft(of: file, content).text, for: WhatIfDraft.purpose, owner: visit.caller.id)
        }
        var text = sealed(content(of: file))
        if text.utf8.count > Self.longestSeal {
            text = sealed(
                .refused(
                    both(
                        "Le fichier a trop de lignes pour cette page : maintien what-if le prend.",
                        "The file has too many rows for this page: maintien what-if takes it.")))
        }
        return .seeOther(address.setting("draft", to: text))
    }

    private func content(of file: PageFile) -> WhatIfDraft.Content {
        if file.bytes.count > WhatIfScheme.longestFile {
            return .refused(
                both("Le fichier dépasse \(WhatIfScheme.longestFile) octets.", "The file exceeds \(WhatIfScheme.longestFile) bytes."))
        }
        do throws(SchemeReader.Defect) {
            let read = try WhatIfScheme(reading: file.bytes)
            if service.scheme(read.scheme.name, on: nil, knownAt: .now) != nil { return .scheme(read) }
            return .refused(
                both(
                    "Le champ /scheme ne nomme aucun régime en vigueur ici : \(read.scheme.name).",
                    "The field /scheme names no scheme in force here: \(read.scheme.name)."))
        } catch .field(let field) {
            return .refused(explain(.malformed(field)).detail)
        } catch .syntax(.duplicateKey(let pointer)) {
            return .refused(explain(.malformed(MalformedField(.duplicate, at: pointer))).detail)
        } catch {
            let place = Self.place(of: error)
            return .refused(
                both("Le fichier n'est pas du JSON en UTF-8\(place.french).", "The file is not JSON in UTF-8\(place.english)."))
        }
    }

    /// Where a file ceases to be JSON.
    private static func place(of defect: SchemeReader.Defect) -> Bilingual {
        switch defect {
        case .syntax(.notJSON(let offset)), .syntax(.byteOrderMark(let offset)), .syntax(.invalidUnicode(let offset)):
            both(" (octet \(offset))", " (byte \(offset))")
        case .syntax(.tooDeep(let maximum)): both(" de \(maximum) niveaux au plus", " of at most \(maximum) levels")
        case .syntax(.duplicateKey), .field: both("", "")
        }
    }

    private func whatIf(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        var view = WhatIfView(month: Month(of: visit.today).next, typed: request.query["month"], visit: visit)
        if let typed = view.typed {
            do throws(UnreadableText) { view.month = try visit.month(typed) } catch { view.unreadable = error }
        }
        view.draft = draft(request, visit)
        view.sealed = request.query["draft"]
        if case .scheme(let scheme)? = view.draft?.content, view.unreadable == nil {
            let (month, key) = (view.month, "what-if \(scheme.core) \(view.month)")
            view.answer = try await portfolioAnswer {
                try await whatIfs.answer(key, at: visit.now, patience: Self.patience) {
                    try await portfolio.whatIf(WhatIfQuestion(scheme.scheme, month: month))
                }
            }?.answer
        }
        let title = visit("Et si le tarif changeait ?", "What if the tariff changed?")
        return page(
            view.isRefusal ? visit("Erreur : \(title)", "Error: \(title)") : title, for: visit, status: view.isRefusal ? 422 : 200,
            main: view.html)
    }

    /// An answer about all contracts; an error of the portfolio is one of the service.
    private func portfolioAnswer<Value>(_ ask: () async throws -> Value) async throws -> Value {
        do { return try await ask() } catch is PortfolioError {
            throw ServiceError.unavailable(retryAfterSeconds: 2)
        } catch let refusal as Refusal { throw ServiceError.refused(refusal.rule) }
    }
}

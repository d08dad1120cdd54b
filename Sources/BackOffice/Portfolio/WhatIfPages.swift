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
            .post("/portfolio/what-if", for: .readers, longestUpload: WhatIfFile.longest + Self.formAround) { request, visit in
                // Sealed in the address as it is: what is wrong with it is told there.
                let file = request.file.flatMap { WhatIfFile($0) }
                let sealed = file.map { seal.seal($0.text, for: WhatIfFile.purpose, owner: visit.caller.id) }
                return .seeOther(
                    Self.whatIfAddress.setting("month", to: request.form["month"].map { String($0.prefix(100)) })
                        .setting("file", to: sealed ?? WhatIfView.noFile))
            },
            .get("/portfolio/what-if/table", for: .readers) { request, visit in
                guard let file = sentFile(request, visit), case .scheme(let scheme) = read(file),
                    let month = request.query["month"].flatMap({ Month($0) })
                else { return .seeOther(Self.whatIfAddress) }
                // While the contracts are still compared, the page says so.
                guard let answer = try await comparison(of: file, as: scheme, month, at: visit.now) else {
                    return .seeOther(
                        Self.whatIfAddress.setting("month", to: month.description).setting("file", to: request.query["file"]))
                }
                return .file(answer.table(.excelFrench), type: "text/csv; charset=utf-8", name: "et-si-\(month).csv")
            },
        ]
    }

    private static let whatIfAddress = PageAddress("portfolio", "what-if")
    /// The most bytes of a form besides its file.
    private static let formAround = 4096
    /// How long the page waits for the first answer.
    private static let patience = Duration.seconds(3)

    /// The file in the address; nil without one, or when its seal is too old.
    private func sentFile(_ request: PageRequest, _ visit: Visit) -> WhatIfFile? {
        request.query["file"].flatMap { seal.open($0, for: WhatIfFile.purpose, by: visit.caller.id) }.flatMap { WhatIfFile($0) }
    }

    private func read(_ file: WhatIfFile) -> WhatIfFile.Reading {
        do throws(SchemeReader.Defect) {
            let scheme = try WhatIfScheme.read(Array(file.content.utf8))
            if service.scheme(scheme.name, on: nil, knownAt: .now) != nil { return .scheme(scheme) }
            return .refused(
                both(
                    "Le champ /scheme ne nomme aucun régime en vigueur ici : \(scheme.name).",
                    "The field /scheme names no scheme in force here: \(scheme.name)."))
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
        view.sealed = request.query["file"]
        view.file = sentFile(request, visit)
        view.reading = view.file.map(read)
        if let file = view.file, case .scheme(let scheme)? = view.reading, view.unreadable == nil {
            view.answer = try await comparison(of: file, as: scheme, view.month, at: visit.now)
        }
        let title = visit("Et si le tarif changeait ?", "What if the tariff changed?")
        return page(
            view.isRefusal ? visit("Erreur : \(title)", "Error: \(title)") : title, for: visit, status: view.isRefusal ? 422 : 200,
            main: view.html)
    }

    /// What a month comes to under a file, beside today; nil while the contracts are still compared.
    private func comparison(of file: WhatIfFile, as scheme: Scheme, _ month: Month, at now: Instant) async throws -> WhatIf? {
        try await portfolioAnswer {
            try await whatIfs.answer("\(file.digest) \(month)", at: now, patience: Self.patience) {
                try await portfolio.whatIf(WhatIfQuestion(scheme, month: month))
            }
        }?.answer
    }

    /// An answer about all contracts; an error of the portfolio is one of the service.
    private func portfolioAnswer<Value>(_ ask: () async throws -> Value) async throws -> Value {
        do { return try await ask() } catch is PortfolioError {
            throw ServiceError.unavailable(retryAfterSeconds: 2)
        } catch let refusal as Refusal { throw ServiceError.refused(refusal.rule) }
    }
}

import Access
import HTML
import Words

extension BackOffice {
    /// The switch of languages: it keeps the language, and stays on the page.
    var languagePages: [Page] {
        [
            .post("/language", for: .signedIn) { request, _ in
                let language = request.form["to"].flatMap { Language(rawValue: $0) } ?? .french
                return .language(language.rawValue, to: request.form["back"].flatMap { PageAddress(local: $0) } ?? PageAddress())
            }
        ]
    }

    /// The path to which the choice of a language leads from the answer to what was sent to a path.
    public func pathToShow(after path: String) -> String { pages.path(shownAbove: path) }
}

extension [Page] {
    /// The nearest path, from this one upwards, at which a page is shown: that of a form is not always one.
    func path(shownAbove path: String) -> String {
        var segments = path.split(separator: "/")
        while !segments.isEmpty {
            let path = "/" + segments.joined(separator: "/")
            if contains(where: { $0.method == .get && $0.parameters(of: path) != nil }) { return path }
            segments.removeLast()
        }
        return "/"
    }
}

extension PageAddress {
    /// A page of this site by its written address, as ``Visit/address`` holds it; nil for anything else.
    init?(local text: String) {
        guard let path = ReturnPath(text, limit: .max) else { return nil }
        let parts = path.text.split(separator: "?", maxSplits: 1)
        var address = PageAddress(parts.first.map { $0.split(separator: "/").map(String.init) } ?? [])
        if parts.count == 2 {
            for field in PageFields(encoded: String(parts[1])).all { address = address.setting(field.name, to: field.value) }
        }
        self = address
    }
}

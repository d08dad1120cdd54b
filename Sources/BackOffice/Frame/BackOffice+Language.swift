import Access
import HTML
import Words

extension BackOffice {
    /// Switches the language, and returns to the same page.
    var languagePages: [Page] {
        [
            .post("/language", for: .signedIn) { request, _ in
                let language = request.form["to"].flatMap { Language(rawValue: $0) } ?? .french
                return .language(language.rawValue, to: request.form["back"].flatMap { PageAddress(local: $0) } ?? PageAddress())
            }
        ]
    }

    /// The page to show after a change of language, when the present path only takes a form.
    public func pathToShow(after path: String) -> String { pages.path(shownAbove: path) }
}

extension [Page] {
    /// The nearest path with a page, from this one upwards: the path of a form may have none.
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
    /// A page of this site from its address as text, as in ``Visit/address``; nil for any other text.
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

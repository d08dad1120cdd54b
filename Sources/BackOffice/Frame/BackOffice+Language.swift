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
}

extension PageAddress {
    /// A page of this site by its written address, as ``Visit/address`` holds it; nil for anything else.
    init?(local text: String) {
        guard let path = ReturnPath(text) else { return nil }
        let parts = path.text.split(separator: "?", maxSplits: 1)
        var address = PageAddress(parts.first.map { $0.split(separator: "/").map(String.init) } ?? [])
        if parts.count == 2 {
            for field in PageFields(encoded: String(parts[1])).all { address = address.setting(field.name, to: field.value) }
        }
        self = address
    }
}

import HTTPTypes

// What a test reads in a page.

extension Reply {
    /// Where a redirection leads.
    var location: String? { headers[.location] }

    /// Whether it is a page for people.
    var isPage: Bool { headers[.contentType] == "text/html; charset=utf-8" }

    /// Where the links of the page lead, in its order.
    var links: [String] { text.matches(of: /href="([^"]*)"/).map { String($0.1).unescaped } }

    /// The hidden fields of the form that is sent to an address; nil when the page has no such form.
    func form(to address: String) -> [(name: String, value: String)]? {
        guard let start = text.firstRange(of: "method=\"post\" action=\"\(address)\"")?.upperBound else { return nil }
        let rest = text[start...]
        let content = rest.firstRange(of: "</form>").map { rest[..<$0.lowerBound] } ?? rest
        return content.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/).map {
            (String($0.1).unescaped, String($0.2).unescaped)
        }
    }

    /// What a field of the page holds; nil when there is none with this name.
    func value(of field: String) -> String? {
        text.matches(of: /<input id="([^"]*)" name="([^"]*)" value="([^"]*)"/).first { $0.2 == field }.map { String($0.3).unescaped }
    }
}

extension String {
    /// The text that stands in HTML as this.
    fileprivate var unescaped: String {
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(self) { $0.replacing($1.0, with: $1.1) }
    }
}

import HTML
import Testing

@Suite struct HTMLTests {
    private static func scalars(_ numbers: UInt32...) -> String {
        String(String.UnicodeScalarView(numbers.compactMap(Unicode.Scalar.init)))
    }

    @Test(arguments: [
        ("a & b", "a &amp; b"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\" onmouseover='x'", "&quot; onmouseover=&#39;x&#39;"),
        ("\"\u{301}", "&quot;\u{301}"),
        ("'\u{301}\u{302}", "&#39;\u{301}\u{302}"),
        ("<\u{338}", "&lt;\u{338}"),
        ("&\u{20DD}", "&amp;\u{20DD}"),
        ("\"\u{200D}'\u{FE0F}", "&quot;\u{200D}&#39;\u{FE0F}"),
        ("\u{0}\u{1B}[31m\u{7F}\u{80}\u{9F}", "\u{FFFD}\u{FFFD}[31m\u{FFFD}\u{FFFD}\u{FFFD}"),
        // A literal may not hold noncharacters.
        (scalars(0xFDCF, 0xFDD0, 0xFDEF, 0xFDF0), "\u{FDCF}\u{FFFD}\u{FFFD}\u{FDF0}"),
        (scalars(0xFFFD, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF), "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
        ("\u{EFFE}\u{1F3FE}\u{1BFBE}\u{10FFFD}", "\u{EFFE}\u{1F3FE}\u{1BFBE}\u{10FFFD}"),
        ("Zoë\u{A0}d’Été\t\r\n\u{C}œ", "Zoë\u{A0}d’Été\t\r\n\u{C}œ"),
        ("مرحبا \u{202E}x", "مرحبا \u{202E}x"),
        ("", ""),
    ])
    func `a text is written escaped, byte by byte`(text: String, html: String) {
        let piece: HTML = "<p title=\"\(text)\">\(text)</p>"
        #expect(Array(piece.description.utf8) == Array("<p title=\"\(html)\">\(html)</p>".utf8))
        #expect(("\(Substring(text))" as HTML).bytes == Array(html.utf8))
        #expect(("\(Optional(text))" as HTML).bytes == Array(html.utf8))
    }

    @Test func `no text ends an element or an attribute, and a browser reads it back`() {
        let marks: [Unicode.Scalar] = ["<", ">", "&", "\"", "'", ";", "a", "é", "\u{301}", "\u{200D}", "\u{20E3}", "😀", "\u{1F3FE}"]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2_000 {
            let scalars = (0..<Int.random(in: 0...12, using: &random)).compactMap { _ in marks.randomElement(using: &random) }
            let text = String(String.UnicodeScalarView(scalars))
            let bytes = ("\(text)" as HTML).bytes
            for mark in "<>\"'".utf8 { #expect(!bytes.contains(mark)) }
            #expect(Array(readBack(bytes)) == Array(text.utf8))
        }
    }

    @Test func `a literal stays as it is, and pieces nest`() {
        let name = "Léa <3"
        let item: HTML = "<li>\(name)</li>"
        let missing: HTML? = nil
        let page: HTML = "<ul>\(item)\(missing)\([item, "<li>é</li>"])</ul>\("<b>")\(7)\(nil as String?)"
        #expect(page.description == "<ul><li>Léa &lt;3</li><li>Léa &lt;3</li><li>é</li></ul>&lt;b&gt;7")
        #expect(("\(["a", "<"].map { "<i>\($0)</i>" })" as HTML).description == "<i>a</i><i>&lt;</i>")
        #expect(("\(if: true, "<b>")\(if: false, "<i>")" as HTML).description == "<b>")
        #expect(HTML.joined(["<i>", "\("&")", "<b>"], separator: ", ").description == "<i>, &amp;, <b>")
        #expect((item + "<hr>").description == "<li>Léa &lt;3</li><hr>")
        #expect(HTML().isEmpty && ("" as HTML).isEmpty && !item.isEmpty)
    }

    @Test func `an attribute is present or not`() {
        let value: String? = "a \"b\u{301}\"\u{301}"
        let none: String? = nil
        let page: PageAddress? = PageAddress("x").setting("a", to: "b").setting("c", to: "d")
        let html: HTML =
            "<input\(attribute: "value", value)\(attribute: "list", none)\(attribute: "required", true)\(attribute: "disabled", false)>"
        #expect(html.description == "<input value=\"a &quot;b\u{301}&quot;\u{301}\" required>")
        #expect(("<a\(attribute: "href", page)>" as HTML).description == "<a href=\"/x?a=b&amp;c=d\">")
        #expect(("<a\(attribute: "href", nil as PageAddress?)>" as HTML).description == "<a>")
    }

    @Test(arguments: [
        "javascript:alert(1)", "JavaScript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "\u{1}javascript:alert(1)",
        "data:text/html,x", "vbscript:x", "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example",
        "/\t/evil.example",
        "evil", ":", "'\u{301}javascript:x",
    ])
    func `a plain text leads to no other site and runs as no script`(text: String) {
        #expect(("<a href=\"\(text)\">" as HTML).description == "<a href=\"#\">")
        #expect(("<a\(attribute: "href", text)>" as HTML).description == "<a href=\"#\">")
        #expect(("<form action=\"\(text)\">" as HTML).description == "<form action=\"#\">")
        #expect(("<a href=\"\("")\(text)\">" as HTML).description == "<a href=\"#\">")
        #expect(("<p title=\"\(text)\">" as HTML).description == "<p title=\"\("\(text)" as HTML)\">")
    }

    @Test(arguments: ["/evil.example", "\\evil.example", "\n/evil.example"])
    func `a text behind the beginning of an address leads to no other site`(text: String) {
        #expect(("<a href=\"/\(text)\">" as HTML).description == "<a href=\"/#\">")
        #expect(("<a href=\"\("/")\(text)\">" as HTML).description == "<a href=\"/#\">")
        #expect(("<a href=\"/contracts/\("7")\">\(text)</a>" as HTML).description == "<a href=\"/contracts/7\">\(text)</a>")
    }

    @Test(arguments: ["", "/", "/contracts/1?on=2026-05-01", "?on=2026-05-01", "#fact-7", "/a:b"])
    func `a plain text that is an address of this site is written`(text: String) {
        #expect(("<a href=\"\(text)\">" as HTML).description == "<a href=\"\(text)\">")
    }

    /// The text that a browser makes of escaped bytes.
    private func readBack(_ bytes: [UInt8]) -> [UInt8] {
        let references: [(String, UInt8)] = [
            ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")), ("&quot;", UInt8(ascii: "\"")), ("&#39;", UInt8(ascii: "'")),
            ("&amp;", UInt8(ascii: "&")),
        ]
        var text: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.first {
            if let (reference, scalar) = references.first(where: { rest.starts(with: $0.0.utf8) }) {
                text.append(scalar)
                rest = rest.dropFirst(reference.utf8.count)
            } else {
                text.append(byte)
                rest = rest.dropFirst()
            }
        }
        return text
    }
}

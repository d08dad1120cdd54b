@testable import HTTPAPI
import JSON
import Testing

@Suite struct DocumentationPageTests {
    @Test func `a mark followed by a combining accent ends no element and no attribute`() {
        let hostile = "<b>\u{301}\"\u{301}'\u{301}&\u{301}`<i>\u{301}`"
        let text = JSON.string(hostile)
        let info: JSON = ["title": text, "description": text]
        let field: JSON = ["description": text]
        let schema: JSON = ["type": "object", "properties": .object(JSON.Object([(hostile, field)]))]
        let schemas = JSON.object(JSON.Object([(hostile, schema)]))
        let page = DocumentationPage(of: ["info": info, "components": ["schemas": schemas]], isSandbox: false)
        let escaped = "&lt;b&gt;\u{301}&quot;\u{301}&#39;\u{301}&amp;\u{301}"
        // In the title, the heading, the text below it, an attribute, a summary and a cell; as code in a description.
        #expect(count("\(escaped)`&lt;i&gt;\u{301}`", in: page.bytes) == 6)
        #expect(count("\(escaped)<code>&lt;i&gt;\u{301}</code>", in: page.bytes) == 1)
        #expect(count("<b>\u{301}", in: page.bytes) == 0)
        #expect(count("<i>", in: page.bytes) == 0)
    }

    private func count(_ text: String, in bytes: [UInt8]) -> Int {
        bytes.indices.count(where: { bytes[$0...].starts(with: text.utf8) })
    }
}

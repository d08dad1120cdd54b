import HTML
import Testing

@Suite struct PageAddressTests {
    @Test(arguments: [
        (["contracts", "3f0e8c1a"], "/contracts/3f0e8c1a"),
        ([], "/"),
        (["javascript:alert(1)"], "/javascript:alert%281%29"),
        (["", "evil.example"], "/%EF%BF%BD/evil.example"),
        (["..", ".", "..."], "/%EF%BF%BD/%EF%BF%BD/..."),
        (["a/b", "c\\d", "é\u{301}"], "/a%2Fb/c%5Cd/%C3%A9%CC%81"),
        (["%2e%2e"], "/%252e%252e"),
        (["a?b#c&d\"e'f<g>h i\n"], "/a%3Fb%23c%26d%22e%27f%3Cg%3Eh%20i%0A"),
    ])
    func `a path is its segments, percent-encoded by byte`(segments: [String], address: String) {
        #expect(PageAddress(segments).description == address)
    }

    @Test func `items of the query are set, replaced and removed`() {
        let page = PageAddress("contracts", "1").setting("on", to: "2027-07-12").setting("known-at", to: "version:7")
        #expect(page.description == "/contracts/1?on=2027-07-12&known-at=version:7")
        #expect(page.setting("on", to: "2027-07-13").description == "/contracts/1?on=2027-07-13&known-at=version:7")
        #expect(page.setting("on", to: nil).setting("why", to: nil).description == "/contracts/1?known-at=version:7")
        #expect(page.setting("find", to: "a&b=c+d é").description.hasSuffix("&find=a%26b%3Dc%2Bd%20%C3%A9"))
        #expect(page.setting("a b", to: "").at("fait 7").description.hasSuffix("&a%20b=#fait%207"))
        #expect(("<a href=\"\(page)\">" as HTML).description == "<a href=\"/contracts/1?on=2027-07-12&amp;known-at=version:7\">")
    }

    @Test func `the same page is named by its query or an element`() {
        #expect(PageAddress.samePage.description == "?")
        #expect(PageAddress.samePage.setting("on", to: "2027-07-12").description == "?on=2027-07-12")
        #expect(PageAddress.samePage.at("main").description == "#main")
        #expect(PageAddress.samePage.setting("on", to: "x").at("why").description == "?on=x#why")
    }
}

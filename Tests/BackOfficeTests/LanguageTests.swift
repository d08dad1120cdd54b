import Access
import HTML
import Testing

@testable import BackOffice

/// The switch of languages stays on the page.
@Suite struct LanguageTests {
    private static let pages: [Page] =
        ["/", "/work", "/contracts/{contract}/act/{command}", "/sandbox"].map { path in .get(path, for: .signedIn) { _, _ in .html(HTML()) }
        }
        + ["/find", "/work/duplicates/{duplicate}/dismiss", "/contracts/{contract}/act/{command}", "/sandbox/move"].map { path in
            .post(path, for: .signedIn) { _, _ in .html(HTML()) }
        }

    @Test(arguments: [
        ("/find", "/"), ("/sign-out", "/"), ("/", "/"), ("/work/duplicates/7/dismiss", "/work"), ("/sandbox/move", "/sandbox"),
        ("/contracts/c/act/resume", "/contracts/c/act/resume"), ("/contracts/c/act/resume/confirm", "/contracts/c/act/resume"),
    ])
    func `from the answer to a form it leads to the nearest page that is shown`(form: String, page: String) {
        #expect(Self.pages.path(shownAbove: form) == page)
    }

    @Test func `a page with a long draft is kept`() {
        let text = "/contracts/c/act/affiliate?draft=" + String(repeating: "x", count: 10_000)
        #expect(PageAddress(local: text)?.description == text)
        #expect(PageAddress(local: "//elsewhere.example") == nil)
    }
}

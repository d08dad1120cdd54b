import HTML
import Testing

@Suite struct DocumentTests {
    @Test func `a document has its language, title, stylesheet and main part`() {
        let page = HTML.document(
            language: "fr", title: "Léa </title>\u{301}", stylesheet: PageAddress("style.css"), head: "<meta name=\"a\" content=\"b\">\n",
            before: "<a href=\"#main\">Aller au contenu</a>\n", main: "<h1>Léa</h1>\n", after: "<footer></footer>\n")
        #expect(
            page.description == """
                <!doctype html>
                <html lang="fr">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>Léa &lt;/title&gt;\u{301}</title>
                <link rel="stylesheet" href="/style.css">
                <meta name="a" content="b">
                </head>
                <body>
                <a href="#main">Aller au contenu</a>
                <main id="main" tabindex="-1">
                <h1>Léa</h1>
                </main>
                <footer></footer>
                </body>
                </html>

                """)
    }
}

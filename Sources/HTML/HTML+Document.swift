extension HTML {
    /// A whole page.
    ///
    /// - Parameters:
    ///   - language: the language of the page, such as `fr`.
    ///   - title: the title in the browser.
    ///   - stylesheet: the page's only stylesheet.
    ///   - head: more elements of the head.
    ///   - before: the content before the main part: the link that skips to it (`#main`), and the banner.
    ///   - main: the main part.
    ///   - after: the content after the main part.
    public static func document(
        language: String, title: String, stylesheet: PageAddress, head: HTML = HTML(), before: HTML = HTML(), main: HTML,
        after: HTML = HTML()
    ) -> HTML {
        """
        <!doctype html>
        <html lang="\(language)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>\(title)</title>
        <link rel="stylesheet" href="\(stylesheet)">
        \(head)</head>
        <body>
        \(before)<main id="main" tabindex="-1">
        \(main)</main>
        \(after)</body>
        </html>

        """
    }
}

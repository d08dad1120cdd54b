import HTML
import Words
import Access
import CivilTime

/// The frame around the content of every page.
struct Frame {
    let visit: Visit
    /// The time of a sandbox; nil in production.
    let sandboxNow: Instant?
    /// Whether there are pages of runs.
    let hasRuns: Bool

    /// The header before the content, when nobody is signed in.
    static let anonymous: HTML = """
        <header class="top"><div class="wrap"><a class="brand" href="/">Maintien</a></div></header>

        """

    var before: HTML {
        """
        <a class="skip" href="#main">\(visit("Aller au contenu", "Skip to the content"))</a>
        \(band)<header class="top"><div class="wrap">
        <a class="brand" href="/">Maintien</a>
        \(if: visit.mayRecord, search)<nav aria-label="\(visit("Principale", "Main"))"><ul>
        \(if: visit.mayRead, "<li><a href=\"/work\">\(visit("À traiter", "Work"))</a></li><li><a href=\"/portfolio\">\(visit("Portefeuille", "Portfolio"))</a></li>\n")\
        \(if: visit.mayRead && hasRuns, "<li><a href=\"/runs\">\(visit("Appels", "Runs"))</a></li>\n")\
        <li><a href="/verify">\(visit("Vérifier un papier", "Check a paper"))</a></li>
        \(language)</ul></nav>
        </div></header>

        """
    }

    var after: HTML {
        """
        <footer><div class="wrap">\(visit("Connexion :", "Signed in as")) <bdi>\(visit.caller.id)</bdi> · <a href="/docs" hreflang="en">API</a>\
        \(signOut)</div></footer>

        """
    }

    private var search: HTML {
        """
        <form class="find" role="search" method="post" action="/find">\(visit.token)<label class="skip" for="q">\
        \(visit("Nom, date de naissance, numéro de contrat, employeur", "Name, birth date, contract number, employer"))</label>\
        <input id="q" name="find" type="search" placeholder="Durand 14/03/1985" autocomplete="off" maxlength="200"\
        \(attribute: "autofocus", visit.address == "/")><button>\(visit("Trouver", "Find"))</button></form>

        """
    }

    private var language: HTML {
        guard visit.formToken != nil else { return HTML() }
        let other: (code: String, name: String) = visit.language == .french ? ("en", "English") : ("fr", "Français")
        return """
            <li><form method="post" action="/language">\(visit.token)<input type="hidden" name="back" value="\(visit.address)">\
            <button class="plain" name="to" value="\(other.code)" lang="\(other.code)">\(other.name)</button></form></li>

            """
    }

    private var signOut: HTML {
        guard visit.formToken != nil else { return HTML() }
        return """
             · <form method="post" action="/sign-out">\(visit.token)<button class="plain">\(visit("Se déconnecter", "Sign out"))</button></form>
            """
    }

    private var band: HTML {
        guard let sandboxNow else { return HTML() }
        return """
            <div class="sand" role="region" aria-label="\(visit("Bac à sable", "Sandbox"))"><div class="wrap">\
            <strong>\(visit("Bac à sable : rien n'est réel.", "Sandbox: nothing is real."))</strong> \
            <span>\(visit("Il est ici :", "The time here:")) \(sandboxNow.written(in: visit.language))</span> \
            <a href="/sandbox">\(visit("Avancer l'horloge", "Move the clock"))</a></div></div>

            """
    }
}

public import HTML
public import Words
import Access
import CivilTime

extension BackOffice {
    /// A page in its frame: the link that skips to the content, the band of a sandbox, the search, and the navigation.
    ///
    /// - Parameters:
    ///   - title: the title of the window; ` – Maintien` is appended.
    ///   - isPast: whether the page shows an earlier knowledge, which gives it a border.
    ///   - main: the content, with the page's only `h1`.
    func page(_ title: String, for visit: Visit, status: Int = 200, isPast: Bool = false, main: HTML) -> PageAnswer {
        let frame = Frame(visit: visit, sandboxNow: sandbox == nil ? nil : visit.now, hasRuns: runs != nil)
        return .html(
            HTML.document(
                language: visit.language.rawValue, title: "\(title) – Maintien", stylesheet: Style.address, head: Style.icon,
                before: frame.before, main: isPast ? "<div class=\"past\">\n\(main)</div>\n" : main, after: frame.after),
            status: status)
    }

    /// A page for an error.
    ///
    /// - Parameters:
    ///   - visit: the visit; nil when nobody is signed in.
    ///   - signIn: the address for signing in; nil when only the printed link signs in.
    public func page(_ trouble: Trouble, for visit: Visit?, language asked: Language, signIn: PageAddress? = nil) -> PageAnswer {
        let language = visit?.language ?? asked
        func say(_ french: String, _ english: String) -> String { both(french, english)[language] }
        let rule = trouble.rule.map { rule -> HTML in "<p class=\"src\">\(rule.id) · \(rule.source)</p>\n" }
        let retry = trouble.retryAfter.map { seconds -> HTML in
            // Some details state the time already: it is not repeated.
            let isTold = trouble.detail.french.contains(both("dans \(seconds) s", "").french)
            let when = isTold ? "" : say(" Réessayez dans \(seconds) s.", " Try again in \(seconds) s.")
            return "<p>\(say("Rien n'est perdu.", "Nothing is lost."))\(when)</p>\n"
        }
        let main: HTML = """
            <div class="wrap">
            <h1 class="big">\(trouble.title[language])</h1>
            <p>\(trouble.detail[language])</p>
            \(advice(on: trouble, signIn: signIn, in: language))\(retry)\(rule)</div>

            """
        let title = "\(trouble.title[language])"
        if let visit { return page(title, for: visit, status: trouble.status, main: main) }
        return .html(
            HTML.document(
                language: language.rawValue, title: "\(title) – Maintien", stylesheet: Style.address, head: Style.icon,
                before: Frame.anonymous, main: main),
            status: trouble.status)
    }

    /// The page after signing out.
    ///
    /// - Parameters:
    ///   - signIn: the address for signing in again; nil when only the printed link signs in.
    ///   - provider: the address that ends the session at the provider; nil when there is none.
    public func signedOut(language: Language, signIn: PageAddress?, provider: PageAddress?) -> PageAnswer {
        func say(_ french: String, _ english: String) -> String { both(french, english)[language] }
        func link(_ address: PageAddress?, _ text: String) -> HTML {
            address.map { address -> HTML in "<p><a class=\"btn\" href=\"\(address)\">\(text)</a></p>\n" } ?? HTML()
        }
        let main: HTML = """
            <div class="wrap">
            <h1 class="big">\(say("La session a pris fin", "The session has ended"))</h1>
            \(link(signIn, say("Se connecter", "Sign in")))\
            \(link(provider, say("Se déconnecter aussi du fournisseur d'identité", "Sign out at the identity provider, too")))</div>

            """
        return .html(
            HTML.document(
                language: language.rawValue, title: "\(say("Session terminée", "Signed out")) – Maintien", stylesheet: Style.address,
                head: Style.icon, before: Frame.anonymous, main: main))
    }

    /// The advice for an error, by its status.
    private func advice(on trouble: Trouble, signIn: PageAddress?, in language: Language) -> HTML {
        func say(_ french: String, _ english: String) -> HTML { "<p>\(both(french, english)[language])</p>\n" }
        switch trouble.status {
        case 401:
            return say(
                "Ouvrez le lien que le service affiche pour vous, ou connectez-vous : vous reviendrez à cette page.",
                "Open the link that the service shows you, or sign in: you will come back to this page.")
                + (signIn.map { "<p><a class=\"btn main\" href=\"\($0)\">\(both("Se connecter", "Sign in")[language])</a></p>\n" } ?? HTML())
        case 403:
            return say(
                "Demandez à la personne qui gère les accès dans votre service.", "Ask the person who manages access in your office.")
        case 404:
            return say(
                "Vérifiez l'adresse, ou cherchez le dossier par un nom, une date de naissance ou un numéro de contrat.",
                "Check the address, or look for the file by a name, a birth date or a contract's number.")
                + "<p><a href=\"/\">\(both("Trouver un dossier", "Find a file")[language])</a></p>\n"
        default: return HTML()
        }
    }
}

extension Visit {
    /// The form-token field, which protects against forged forms.
    var token: HTML { formToken.map { token -> HTML in "<input type=\"hidden\" name=\"formToken\" value=\"\(token)\">" } ?? HTML() }
}

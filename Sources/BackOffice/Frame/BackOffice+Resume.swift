import Access
import ContractService
public import HTML

extension BackOffice {
    /// Seals a form that came without a session, so that it can resume after sign-in.
    ///
    /// - Parameter browser: the secret in a cookie of the browser: the address opens in no other browser.
    /// - Returns: the next address for the browser; nil when no page takes the form.
    public func resumption(of form: PageFields, at path: String, in browser: String) -> PageAddress? {
        guard post(at: path) != nil else { return nil }
        return PageAddress("resume").setting("form", to: KeptForm(form, to: path).sealed(for: browser, seal))
    }

    /// Resumes a form that was sent after the session had ended.
    var resumePages: [Page] {
        [
            .get("/resume", for: .recorders) { request, visit in
                guard let sealed = request.query["form"], let kept = KeptForm(sealed, in: visit.browser, by: visit.caller.id, seal),
                    let page = post(at: kept.path)
                else { throw PageTrouble.notFound }
                if page.onlySeals {
                    let form = PageFields(kept.fields.map { (name: $0.name, value: $0.value) })
                    let parameters = page.parameters(of: kept.path) ?? [:]
                    return try await page.answer(PageRequest(parameters: parameters, query: PageFields(), form: form), visit)
                }
                return resume(kept, visit)
            }
        ]
    }

    private func resume(_ kept: KeptForm, _ visit: Visit) -> PageAnswer {
        let hidden = kept.fields.map { field -> HTML in "<input type=\"hidden\" name=\"\(field.name)\" value=\"\(field.value)\">\n" }
        let action = PageAddress(kept.path.split(separator: "/").map(String.init))
        let main: HTML = """
            <div class="wrap">
            <h1 class="big">\(visit("Votre saisie est gardée", "What you typed is kept"))</h1>
            <p>\(visit("La session avait pris fin : rien n'a été enregistré. Continuez où vous en étiez.", "The session had ended: nothing was recorded. Go on where you were."))</p>
            <form method="post" action="\(action)">\(visit.token)\(hidden)
            <button class="main">\(visit("Continuer", "Continue"))</button>
            </form>
            </div>

            """
        return page(visit("Reprendre", "Go on"), for: visit, main: main)
    }

    /// The page that takes a form at a path.
    private func post(at path: String) -> Page? {
        pages.first { $0.method == .post && $0.parameters(of: path) != nil }
    }
}

extension Page {
    /// The path's values for the segments in braces, by name; nil when the path belongs to another page.
    func parameters(of path: String) -> [String: String]? {
        let (own, others) = (self.path.split(separator: "/"), path.split(separator: "/"))
        guard own.count == others.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, other) in zip(own, others) {
            if segment.hasPrefix("{") {
                parameters[String(segment.dropFirst().dropLast())] = String(other)
            } else if segment != other {
                return nil
            }
        }
        return parameters
    }
}

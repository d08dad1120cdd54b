import Access
import BillingService
import CivilTime
import ContractService
import Contracts
import HTML
import Portfolio
import Words

extension BackOffice {
    /// The start page, before any search: the waiting work, and the files that the caller opened last.
    ///
    /// - Parameter unopened: a typed number that opened no contract.
    func start(_ visit: Visit, unopened: UnopenedNumber? = nil) async throws -> PageAnswer {
        var main: HTML = "<div class=\"wrap\">\n<h1 class=\"big\">\(heading(visit))</h1>\n"
        if visit.mayRecord {
            main += """
                <p>\(visit("Un nom, une date de naissance, un numéro de contrat (ses 8 premiers caractères suffisent), un employeur, ou plusieurs en une ligne : Durand 14/03/1985.", "A name, a birth date, a contract's number (its first 8 characters are enough), an employer, or several in one line: Durand 14/03/1985."))</p>
                <p><a class="btn" href="/contracts/new">\(visit("Nouveau contrat", "New contract"))</a></p>

                """
        } else if visit.mayRead {
            main += NumberForm(unopened: unopened, visit: visit).html
        }
        if visit.mayRead {
            async let waiting = waiting(visit)
            async let recent = recentContracts(visit)
            async let proposed = proposed(visit)
            main += try await waiting + proposed + recent
        } else {
            main += "<p>\(visit("Votre rôle n'ouvre aucun dossier.", "Your role opens no file."))</p>\n"
        }
        let title = visit.mayRecord ? visit("Trouver", "Find") : heading(visit)
        return page(
            unopened == nil ? title : "\(visit("Erreur : ", "Error: "))\(title)", for: visit, status: unopened == nil ? 200 : 404,
            main: main + "</div>\n")
    }

    /// Only callers who record may search: the others get no search box.
    private func heading(_ visit: Visit) -> String {
        visit.mayRecord ? visit("Trouver un dossier", "Find a file") : visit("Accueil", "Start")
    }

    /// The number of lines of each kind of work that is overdue or due up to 30 days from today.
    private func waiting(_ visit: Visit) async throws -> HTML {
        let filter = WorkFilter(dueThrough: visit.today.adding(days: WorkRequest.daysAhead))
        let counts = try await workCounts(filter).filter { $0.lines > 0 }
        let items = counts.map { count -> HTML in
            let number = visit(count.words)
            let address = PageAddress("work").setting("kind", to: count.topic.description)
            return "<li><a href=\"\(address)\">\(visit(count.topic.words.capitalized))</a> (\(number))</li>\n"
        }
        return """
            <h2>\(visit("À traiter", "Work"))</h2>
            \(if: items.isEmpty, "<p>\(visit("Rien n'attend d'ici 30 jours.", "Nothing waits within 30 days."))</p>\n")\
            \(if: !items.isEmpty, "<ul>\n\(items)</ul>\n")
            """
    }

    /// The number of waiting proposals, from the caller or for the caller.
    private func proposed(_ visit: Visit) async throws -> HTML {
        guard visit.mayRecord, let desk = proposalDesk else { return HTML() }
        let waiting = try await desk.proposals(for: visit.caller, before: nil, limit: 50).count { $0.state == .waiting }
        if waiting == 0 { return HTML() }
        return "<p><a href=\"/proposals\">\(visit("Propositions en attente", "Proposals that wait"))</a> (\(waiting))</p>\n"
    }

    /// The number of files on the page.
    private static let recentFiles = 8

    /// The contracts that the caller opened last, by the access log. A page with people of several contracts opened none of them.
    private func recentContracts(_ visit: Visit) async throws -> HTML {
        var filter = ReadingFilter()
        filter.caller = visit.caller.id
        let readings: [Reading]
        do { readings = try await accessLog.readings(filter, limit: 500).map(\.reading) } catch {
            throw ServiceError.unavailable(retryAfterSeconds: 2)
        }
        let contracts = OpenedFiles.latest(of: readings, atMost: Self.recentFiles)
        if contracts.isEmpty { return HTML() }
        let identities = try await service.identities(of: contracts)
        var items: [HTML] = []
        for id in contracts {
            guard let contract = try? await service.contract(id, knownAt: .now).present else { continue }
            let names = ShownNames(identities: identities[id] ?? [:], erased: contract.hasErased(nil) ? [.holder] : [])
            let name = names[nil].phrase(or: PersonName.holder.capitalized, in: visit.language)
            let sentence = contract.sentence(on: visit.today, today: visit.today, name: .missing, in: visit.language)
            items.append(
                "<li><p><a href=\"\(PageAddress("contracts", id.description))\"><strong>\(name.html)</strong></a></p><p>\(sentence.cover.html)</p></li>\n"
            )
        }
        // A list of names is logged like the results of a search.
        try await recordReadings([Reading(by: visit.caller, .search, fields: ["recent"], found: items.count, trace: visit.trace)])
        countShown(items.count, visit)
        return """
            <h2>\(visit("Vos derniers dossiers", "Your latest files"))</h2>
            <ul class="list">
            \(items)</ul>

            """
    }
}

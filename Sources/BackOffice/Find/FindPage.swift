import Access
import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Portfolio
import Words

extension BackOffice {
    /// *Trouver*: the search, and the files that the caller opened last.
    var findPages: [Page] {
        [
            .get("/", for: .signedIn) { request, visit in try await find(request, visit) },
            .post("/find", for: .recorders, onlySeals: true) { request, visit in
                guard let line = request.form["find"] else { return .seeOther(PageAddress()) }
                return .seeOther(PageAddress().setting("find", to: seal.seal(line, for: "find", owner: visit.caller.id)))
            },
        ]
    }

    /// How many results a page shows.
    private static let resultsPerPage = 20

    private func find(_ request: PageRequest, _ visit: Visit) async throws -> PageAnswer {
        if let number = request.query["contract"], !visit.mayRecord { return try await open(number, visit) }
        guard let sealed = request.query["find"] else { return try await start(visit) }
        guard visit.mayRecord else { throw PageTrouble.roleNeeded(.recorders) }
        guard let line = seal.open(sealed, for: "find", by: visit.caller.id) else {
            return found(
                visit, line: "",
                "<p>\(visit("Cette recherche a plus d'une heure : écrivez-la de nouveau.", "This search is over an hour old: write it again."))</p>\n"
            )
        }
        guard let meant = FindLine(line, employers: employers) else {
            return found(
                visit, line: line,
                "<p>\(visit("Rien à chercher dans ce texte. Écrivez un nom, une date de naissance, un numéro de contrat ou un code d'employeur.", "Nothing to look for in this text. Write a name, a birth date, a contract's number or an employer's code."))</p>\n"
            )
        }
        try count(.search, visit)
        let people: [FoundPerson]
        do { people = try await self.people(meant, visit) } catch ServiceError.searchTooBroad {
            let detail = explain(.searchTooBroad).detail
            return found(visit, line: line, "<p>\(visit(detail))</p>\n")
        }
        try await recordReadings([Reading(by: visit.caller, .search, fields: meant.kinds, found: people.count, trace: visit.trace)])
        // A contract's number identifies one contract, even with several people in it.
        let isOne = people.count == 1 || meant.kinds.contains("contract") && Set(people.map(\.contract)).count == 1
        if isOne, let only = people.first { return .seeOther(only.address) }
        let first = max(Int(request.query["from"] ?? "") ?? 0, 0)
        let shown = Array(people.dropFirst(first).prefix(Self.resultsPerPage))
        countShown(shown.count, visit)
        let contracts = try await withThrowingTaskGroup(of: KnownContract.self) { group in
            for contract in Set(shown.map(\.contract)) { group.addTask { try await service.contract(contract, knownAt: .now) } }
            return try await group.reduce(into: [ContractID: Contract]()) { $0[$1.id] = $1.present }
        }
        let list = shown.compactMap { person in contracts[person.contract].map { item(person, in: $0, visit) } }
        let count = people.count
        let next: HTML? =
            first + shown.count < count
            ? "<p><a href=\"\(PageAddress().setting("find", to: sealed).setting("from", to: String(first + shown.count)))\">\(visit("Résultats suivants", "More results"))</a></p>\n"
            : nil
        if count == 0 {
            return found(
                visit, line: line,
                "<p>\(visit("Personne ne correspond. Essayez le nom de naissance, une autre orthographe, ou le nom seul avec l'année de naissance.", "Nobody matches. Try the birth name, another spelling, or the name alone with the year of birth."))</p>\n"
            )
        }
        return found(
            visit, line: line,
            "<p>\(visit("\(count) personnes correspondent.", "\(count) people match."))</p>\n<ul class=\"list\">\n\(list)</ul>\n\(next)")
    }

    /// The people found. A search for an employer alone finds the holders employed there today.
    private func people(_ line: FindLine, _ visit: Visit) async throws -> [FoundPerson] {
        do { return try await service.people(line)["people"]?.array?.compactMap(FoundPerson.init) ?? [] } catch ServiceError.searchTooBroad
        {
            guard let employer = line.employerAlone else { throw ServiceError.searchTooBroad }
            let most = 200
            let inquiry = Inquiry(.coverage(on: visit.today, employer: employer, state: nil), page: Inquiry.Page(limit: most))
            let (lines, next) = try await lines(of: inquiry)
            if next != nil { throw ServiceError.searchTooBroad }
            let contracts = lines.compactMap { $0["contract"]?.string.flatMap { ContractID($0) } }
            let identities = try await service.identities(of: contracts)
            return contracts.map { FoundPerson(holderOf: $0, identities[$0]?[.holder]) }
        }
    }

    private func found(_ visit: Visit, line: String, _ content: HTML) -> PageAnswer {
        let heading: HTML =
            line.isEmpty
            ? "\(visit("Trouver", "Find"))" : "\(visit("Résultats pour", "Results for")) <bdi>\(line)</bdi>"
        return page(
            visit("Résultats de la recherche", "Results of the search"), for: visit,
            main: "<div class=\"wrap\">\n<h1 class=\"big\">\(heading)</h1>\n\(content)</div>\n")
    }

    /// A result: the name, the birth date, and the contract's sentence for today.
    private func item(_ person: FoundPerson, in contract: Contract, _ visit: Visit) -> HTML {
        let today = visit.today
        let own = person.person.beneficiary.flatMap { id in
            contract.sentence(of: id, on: today, today: today, name: .missing, in: visit.language)
        }
        let sentence = own ?? contract.sentence(on: today, today: today, name: .missing, in: visit.language).cover
        let bornOn = person.bornOn ?? (person.person.beneficiary == nil ? contract.holderBornOn : nil)
        let born = bornOn.map { day -> HTML in " · \(visit("naissance le", "born on")) \(Phrase.day(day, in: visit.language).html)" }
        let role: HTML? =
            person.person.beneficiary == nil
            ? nil : " · \(visit("bénéficiaire du contrat", "beneficiary of the contract")) \(String(person.contract.description.prefix(8)))"
        let name = person.name.phrase(or: both("sans nom", "without a name"), in: visit.language)
        return """
            <li><p><a href="\(person.address)"><strong>\(name.html)</strong></a>\(born)\(role)</p><p>\(sentence.html)</p></li>

            """
    }
}

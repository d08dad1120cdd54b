import CivilTime
import ContractService
import Contracts
import HTML
import Words

extension BackOffice {
    /// A contract with some knowledge at the instant asked about, or the page for none.
    enum FoundRecord {
        case known(ContractRecord)
        case answered(PageAnswer)
    }

    /// The contract in the path.
    ///
    /// - Throws: ``PageTrouble/notFound`` when the text is not a contract's number.
    func contractID(_ request: PageRequest) throws(PageTrouble) -> ContractID { try request.contract }

    /// Reads a contract; reads it again only if it does not have the version asked about.
    func record(_ links: ContractLinks, _ visit: Visit) async throws -> FoundRecord {
        let record: ContractRecord
        do { record = try await service.record(of: links.id, knownAt: links.times.knownAt) } catch ServiceError.refused(
            .contractUnknown, _, _, _)
        { record = try await service.record(of: links.id, knownAt: .now) }
        if record.entries.isEmpty { return .answered(unknownContract(links.id.description, visit)) }
        guard record.known.version > 0, record.knownAt == links.times.knownAt else {
            return .answered(notKnown(record, links, visit))
        }
        return .known(record)
    }

    /// Reads a contract for a page about the present. Its links keep the two times.
    func present(_ links: ContractLinks, _ visit: Visit) async throws -> FoundRecord {
        try await record(ContractLinks(id: links.id, times: TwoTimes(knownAt: .now, visit)), visit)
    }

    /// The page for a number without a contract.
    func unknownContract(_ number: String, _ visit: Visit) -> PageAnswer {
        let main: HTML = """
            <div class="wrap">
            <h1 class="big">\(visit("Contrat inconnu", "Unknown contract"))</h1>
            <p>\(visit("Aucun contrat n'a le numéro", "No contract has the number")) <code>\(number)</code>.</p>
            <p>\(visit("Vérifiez le numéro, ou cherchez le dossier par un nom ou une date de naissance.", "Check the number, or look for the file by a name or a birth date."))</p>
            <p><a href="/">\(visit("Trouver un dossier", "Find a file"))</a></p>
            </div>

            """
        return page(visit("Contrat inconnu", "Unknown contract"), for: visit, status: 404, main: main)
    }

    /// The page of a contract that was unknown at the instant asked about: it says since when it is known.
    func notKnown(_ record: ContractRecord, _ links: ContractLinks, _ visit: Visit) -> PageAnswer {
        let language = visit.language
        let short = String(record.id.description.prefix(8))
        let asked: String
        switch record.knownAt {
        case .instant(let instant):
            let written = instant.writtenShortly(in: language)
            asked = visit("Rien n'était su de ce contrat le \(written).", "Nothing was known of this contract on \(written).")
        case .version, .now:
            let count = record.entries.count
            asked = visit(
                "Ce contrat n'a pas ce fait : il en a \(count).", "This contract has no such fact: it has \(count).")
        }
        let first = record.entries.first.map { entry -> HTML in
            let instant = entry.recorded.recordedAt.written(in: language)
            return """
                <p>\(visit("Il est connu depuis le", "It is known since")) <a href="\(links.known(version: 1))">\(instant)</a>.</p>

                """
        }
        let form = TimesForm(
            times: links.times, visit: visit, action: links.present, kept: [],
            links: "<a href=\"\(links.present)\">\(visit("Aujourd'hui, maintenant", "Today, now"))</a>")
        let main: HTML = """
            \(form.html)<div class="wrap">
            <h1>\(visit("Contrat", "Contract")) \(short)</h1>
            <p class="say">\(asked)</p>
            \(first)</div>

            """
        return page(visit("Contrat \(short), pas encore connu", "Contract \(short), not known yet"), for: visit, status: 404, main: main)
    }

    /// The page for a version that the contract does not have.
    func noSuchFact(_ record: ContractRecord, _ links: ContractLinks, _ visit: Visit) -> PageAnswer {
        let count = record.entries.count
        let main: HTML = """
            <div class="wrap">
            <h1 class="big">\(visit("Fait inconnu", "Unknown fact"))</h1>
            <p>\(count == 1 ? visit("Ce contrat n'a qu'un fait.", "This contract has only one fact.") : visit("Ce contrat a \(count) faits, numérotés de 1 à \(count).", "This contract has \(count) facts, numbered from 1 to \(count)."))</p>
            <p><a href="\(links.present.at("faits"))">\(visit("Voir les faits du contrat", "See the facts of the contract"))</a></p>
            </div>

            """
        return page(visit("Fait inconnu", "Unknown fact"), for: visit, status: 404, main: main)
    }
}

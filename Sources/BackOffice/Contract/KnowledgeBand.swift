import CivilTime
import Contracts
import HTML
import Words

/// The band at the top of a page about an earlier or a later instant.
struct KnowledgeBand {
    let contract: Contract
    let present: Contract
    let links: ContractLinks
    let visit: Visit

    init(_ contract: Contract, present: Contract, links: ContractLinks, visit: Visit) {
        self.contract = contract
        self.present = present
        self.links = links
        self.visit = visit
    }

    var html: HTML {
        let count = visit(OtherKnowledgeNote.count(present.version - contract.version))
        let instant = contract.knownAt.writtenShortly(in: visit.language)
        let isAhead = contract.knownAt > present.knownAt
        let title = isAhead ? visit("Ce qui vaudrait", "What would hold") : visit("Ce qui était su", "What was known")
        let what =
            isAhead
            ? visit(
                "Vous lisez ce qui vaudrait le \(instant), si aucun fait n'arrivait d'ici là.",
                "You are reading what would hold on \(instant), if no fact came until then.")
            : visit("Vous lisez ce qui était su le \(instant).", "You are reading what was known on \(instant).")
        let acting = visit("Ce que vous enregistrez s'ajoute à ce qui est su maintenant.", "What you record is added to what is known now.")
        return """
            <div class="band" role="region" aria-label="\(title)"><div class="wrap"><p>\
            <strong>\(what)</strong> \
            \(if: !isAhead, "\(count) ")\(if: visit.mayRecord, "\(acting) ")<a href="\(links.known(version: nil))">\(visit("Revenir à ce qui est su maintenant", "Back to what is known now"))</a></p>\
            </div></div>

            """
    }
}

extension Instant {
    /// The instant in words. The last instant of a day is written as the day, as a clerk types it.
    func writtenShortly(in language: Language) -> String {
        adding(microseconds: 1).parisDay == parisDay ? written(in: language) : parisDay.written(in: language)
    }
}

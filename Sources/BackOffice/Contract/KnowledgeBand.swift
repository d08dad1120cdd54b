import CivilTime
import Contracts
import HTML
import Words

/// The band over a page that shows what was known at an earlier instant, or what would hold at a later one.
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
    /// The instant in words: its day alone where it is the last of a day, as a clerk who typed a day means it.
    func writtenShortly(in language: Language) -> String {
        adding(microseconds: 1).parisDay == parisDay ? written(in: language) : parisDay.written(in: language)
    }
}

import CivilTime
import Contracts
import HTML
import Words

/// The band over a page that shows what was known at an earlier instant.
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
        let since = present.version - contract.version
        let count =
            switch since {
            case 0: visit("Aucun fait n'est arrivé depuis.", "No fact has come since.")
            case 1: visit("1 fait est arrivé depuis.", "1 fact has come since.")
            default: visit("\(since) faits sont arrivés depuis.", "\(since) facts have come since.")
            }
        let instant = contract.knownAt.writtenShortly(in: visit.language)
        return """
            <div class="band" role="region" aria-label="\(visit("Ce qui était su", "What was known"))"><div class="wrap"><p>\
            <strong>\(visit("Vous lisez ce qui était su le \(instant).", "You are reading what was known on \(instant)."))</strong> \
            \(count) <a href="\(links.known(version: nil))">\(visit("Revenir à ce qui est su maintenant", "Back to what is known now"))</a></p>\
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

import CivilTime
import Contracts
import HTML
import Picture
import Portfolio
import Words

/// What a month would come to under another scheme file, in a sentence, tables and pictures.
struct WhatIfResult {
    let answer: WhatIf
    let file: WhatIfFile
    let sealed: String
    let visit: Visit

    /// The number of employers with a line of their own.
    private static let employersShown = 20

    var html: HTML {
        let total = answer.total
        let table = PageAddress("portfolio", "what-if", "table").setting("month", to: answer.month.description).setting("file", to: sealed)
        let tables = WhatIfTables(visit: visit)
        return """
            <section aria-labelledby="result"><h2 id="result">\(visit("Ce que changerait le fichier", "What the file would change")), \
            \(Phrase.month(answer.month, in: visit.language).html)</h2>
            <p class="say">\(sentence(total))</p>
            <p class="src">\(visit("Fichier", "File")) <bdi>\(file.name)</bdi>, SHA-256 <code>\(file.digest)</code>\(visit(" ; régime", "; scheme")) <bdi>\(answer.scheme)</bdi>. \
            \(visit("D'après le journal jusqu'à la position \(Int(answer.position)), tel que connu le \(answer.knownAt.written(in: .french)).", "By the log up to position \(Int(answer.position)), as known on \(answer.knownAt.written(in: .english)).")) \
            \(visit("Rien n'a été enregistré.", "Nothing was recorded."))</p>
            \(tables.flows(total))\(spread("agents", agentsTitle, answer.agents))\(spread("employers", employersTitle, answer.employers))\
            \(tables.sums("standings", visit("Par situation", "By standing"), visit("Situation", "Standing"), standings))\
            \(tables.sums("by-employer", visit("Par employeur", "By employer"), visit("Employeur", "Employer"), shownEmployers))\
            \(others)<p class="screen"><a class="btn" href="\(table)">\(visit("Par employeur et situation (CSV)", "By employer and standing (CSV)"))</a></p></section>

            """
    }

    private func sentence(_ total: WhatIfSums) -> HTML {
        let agents = total.agents
        let difference = total.difference
        func sum(_ money: Money) -> HTML { "<strong class=\"sum\">\(money.signed(in: visit.language))</strong>" }
        return """
            \(visit("Sur \(total.contracts) \(total.contracts == 1 ? "contrat" : "contrats"), l'agent paierait plus pour \(agents.more), moins pour \(agents.less), autant pour \(agents.same) :", "Of \(total.contracts) \(total.contracts == 1 ? "contract" : "contracts"), the agent would pay more for \(agents.more), less for \(agents.less), the same for \(agents.same):")) \
            \(sum(difference.borneByAgent)) \(visit("pour les agents,", "for the agents,")) \(sum(difference.borneByEmployer)) \(visit("pour les employeurs.", "for the employers."))
            """
    }

    // MARK: Pictures

    private var agentsTitle: String {
        visit("Contrats selon ce que l'agent paierait de plus ou de moins", "Contracts by how much more or less the agent would pay")
    }
    private var employersTitle: String {
        visit("Contrats selon ce que l'employeur paierait de plus ou de moins", "Contracts by how much more or less the employer would pay")
    }

    private func spread(_ id: String, _ title: String, _ spread: DifferenceSpread) -> HTML {
        let rows = zip(DifferenceSpread.classes, spread.counts).map { part, count in
            SpreadLayout.Row(words(for: part), count: count, part.from == .zero ? .zero : part.isLess ? .below : .above)
        }
        let zero = spread.counts.count / 2
        let (less, same, more) = (
            spread.counts[..<zero].reduce(0, +), spread.counts[zero], spread.counts[(zero + 1)...].reduce(0, +)
        )
        let description = visit("\(less) moins, \(same) autant, \(more) plus.", "\(less) less, \(same) the same, \(more) more.")
        let drawing = SpreadDrawing(
            SpreadLayout(rows),
            SpreadDrawing.Labels(
                title: title, description: description, classes: visit("Écart par mois", "Difference a month"),
                count: visit("Contrats", "Contracts"), written: { [visit] in WhatIfTables.written($0, visit) }),
            id: "spread-\(id)")
        return """
            <section aria-labelledby="\(id)"><h2 id="\(id)">\(title)</h2>
            \(drawing.html)<details><summary>\(visit("En tableau", "As a table"))<span class="skip">\(visit(" : ", ": "))\(title)</span></summary>
            \(drawing.table)</details></section>

            """
    }

    /// The words for a class of differences.
    private func words(for part: DifferenceSpread.Class) -> String {
        if part.from == .zero { return visit("autant", "the same") }
        let sizes = [part.from, part.through].compactMap(\.self).map { Money(cents: abs($0.cents)) }.sorted()
        let side = part.isLess ? visit("de moins", "less") : visit("de plus", "more")
        let written = sizes.map { $0.written(in: visit.language) }
        guard written.count == 2 else {
            // The class begins one cent above a round amount.
            let bound = Money(cents: sizes[0].cents - 1).written(in: visit.language)
            return visit("au-delà de \(bound) \(side)", "over \(bound) \(side)")
        }
        return visit("de \(written[0]) à \(written[1]) \(side)", "\(written[0]) to \(written[1]) \(side)")
    }

    // MARK: Lines

    /// A standing, and whether a suspended one is continued: that alone decides, within a standing, whether anything is due.
    private struct Ground: Hashable {
        let standing: Standing
        let isContinued: Bool
    }

    private var standings: [WhatIfTables.Line] {
        var sums: [Ground: WhatIfSums] = [:]
        for group in answer.groups {
            let ground = Ground(standing: group.key.standing, isContinued: group.key.basis == .continuation)
            sums[ground, default: WhatIfSums()].add(group.sums)
        }
        return Standing.allCases.flatMap { standing in
            [false, true].compactMap { isContinued in
                sums[Ground(standing: standing, isContinued: isContinued)].map { sums in
                    let words = visit(standing.words.capitalized)
                    return WhatIfTables.Line("\(words)\(if: isContinued, ", \(visit(Cover.Basis.continuation))")", sums)
                }
            }
        }
    }

    /// The employers, those with the greatest difference of what they and their agents pay first.
    private var employers: [WhatIfTables.Line] {
        var sums: [String?: WhatIfSums] = [:]
        for group in answer.groups { sums[group.key.employer, default: WhatIfSums()].add(group.sums) }
        func size(_ sums: WhatIfSums) -> Int { abs(sums.difference.borneByAgent.cents) + abs(sums.difference.borneByEmployer.cents) }
        return sums.sorted { (size($1.value), $0.key ?? "") < (size($0.value), $1.key ?? "") }.map { employer, sums in
            WhatIfTables.Line(employer.map { "<bdi>\($0)</bdi>" } ?? "\(visit("sans employeur", "without employer"))", sums)
        }
    }

    private var shownEmployers: [WhatIfTables.Line] {
        let all = employers
        let total = WhatIfTables.Line("<strong>\(visit("Tous", "All"))</strong>", answer.total)
        return Array(all.prefix(Self.employersShown)) + [total]
    }

    private var others: HTML? {
        let left = employers.count - Self.employersShown
        guard left > 0 else { return nil }
        return
            "<p class=\"src\">\(left == 1 ? visit("Et un autre employeur, dans le fichier.", "And another employer, in the file.") : visit("Et \(left) autres employeurs, dans le fichier.", "And \(left) other employers, in the file."))</p>\n"
    }
}

extension DifferenceSpread.Class {
    /// Whether its differences are below zero.
    fileprivate var isLess: Bool { through.map { $0 < .zero } ?? false }
}

import CivilTime
import Contracts
import HTML
import Words

extension ChangesView {
    /// The changes of cover by person: days, before, after. People with equal changes share their rows.
    var cover: HTML {
        let groups = CoverChange.grouped(changes.cover)
        if groups.isEmpty { return HTML() }
        let bodies = groups.map { group -> HTML in
            let names = HTML.joined(group.people.map { people[$0].html }, separator: ", ")
            let rows = group.changes.map { change -> HTML in
                """
                <tr><td>\(capitalized(.period(change.period, in: language)))</td>\
                <td>\(words(change.before, last: change.lastDayBefore, in: change.period))</td>\
                <td><strong>\(words(change.after, last: change.lastDayAfter, in: change.period))</strong></td></tr>

                """
            }
            return "<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"3\">\(names)</th></tr>\n\(rows)</tbody>\n"
        }
        let title = say("Couverture", "Cover")
        return """
            <h3>\(title)</h3>
            <div class="wide" role="region" aria-label="\(say("La couverture qui change", "The cover that changes"))" tabindex="0">\
            <table><thead><tr><th scope="col">\(say("Du – au", "From – to"))</th><th scope="col">\(say("Avant", "Before"))</th>\
            <th scope="col">\(say("Après", "After"))</th></tr></thead>
            \(bodies)</table></div>

            """
    }

    /// A cover after its sign, with its last day if that is after the changed days.
    private func words(_ cover: Cover, last: Day?, in period: Period) -> HTML {
        let text = "\(cover.words.capitalized[language])"
        let end: HTML? = last.flatMap { last in
            if last == period.through || !Day.calendar.contains(last) || cover.state == .none { return nil }
            let until: Phrase =
                language == .french ? "jusqu'au \(Phrase.day(last, in: language))" : "until \(Phrase.day(last, in: language))"
            return ", \(until.html)"
        }
        return "\(text)\(end)"
    }
}

extension CoverChange {
    /// The changes by person, in order; people with equal changes are grouped.
    fileprivate static func grouped(_ changes: [CoverChange]) -> [(people: [BeneficiaryID?], changes: [CoverChange])] {
        var groups: [(people: [BeneficiaryID?], changes: [CoverChange])] = []
        var order: [BeneficiaryID?] = []
        for change in changes where !order.contains(change.beneficiary) { order.append(change.beneficiary) }
        for person in order {
            let own = changes.filter { $0.beneficiary == person }
            if let place = groups.firstIndex(where: { $0.changes.elementsEqual(own, by: { $0.isLike($1) }) }) {
                groups[place].people.append(person)
            } else {
                groups.append(([person], own))
            }
        }
        return groups
    }

    /// Whether both changes are equal, apart from the person.
    private func isLike(_ other: CoverChange) -> Bool {
        period == other.period && before == other.before && after == other.after && lastDayBefore == other.lastDayBefore
            && lastDayAfter == other.lastDayAfter
    }
}

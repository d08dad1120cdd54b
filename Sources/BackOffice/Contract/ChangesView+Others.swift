import CivilTime
import Contracts
import HTML
import Words

extension ChangesView {
    /// The changes of options, employers, rights and deadlines.
    var others: HTML {
        let options = changes.options.map { change -> Phrase in
            let days = Phrase.period(change.period, in: language)
            let (new, old) = (change.after.words[language], change.before.words[language])
            return language == .french ? "\(days) : \(new), avant : \(old)" : "\(days): \(new), before: \(old)"
        }
        let employers = changes.employers.map { change -> Phrase in
            let days = Phrase.period(change.period, in: language)
            return language == .french
                ? "\(days) : employeur \(typed: change.after), avant : \(typed: change.before)"
                : "\(days): employer \(typed: change.after), before: \(typed: change.before)"
        }
        return """
            \(list(say("Option", "Option"), options))\(list(say("Employeur", "Employer"), employers))\
            \(list(say("Droits", "Rights"), changes.rights.map { $0.phrase(in: language) { people[$0] } }))\
            \(list(say("Échéances", "Deadlines"), deadlines))
            """
    }

    /// The deadlines. Similar ones that appeared or disappeared share a line, such as the proofs of a portability.
    private var deadlines: [Phrase] {
        var groups: [(changes: [DeadlineChange], key: DeadlineLikeness?)] = []
        for change in changes.deadlines {
            let key = DeadlineLikeness(change)
            if let key, let place = groups.firstIndex(where: { $0.key == key }) {
                groups[place].changes.append(change)
            } else {
                groups.append(([change], key))
            }
        }
        return groups.flatMap { group -> [Phrase] in
            guard group.changes.count > 3, let key = group.key, let first = group.changes.first?.dueOn, let last = group.changes.last?.dueOn
            else { return group.changes.map { $0.phrase(in: language) { people[$0] } } }
            let (count, days) = (group.changes.count, Phrase.period(Period(from: first, through: last), in: language))
            let words = key.work.words.capitalized[language]
            return switch (language, key.came) {
            case (.french, true): ["\(words) : \(count) nouvelles échéances, \(days)"]
            case (.french, false): ["\(words) : \(count) échéances disparaissent, \(days)"]
            case (.english, true): ["\(words): \(count) new deadlines, \(days)"]
            case (.english, false): ["\(words): \(count) deadlines are gone, \(days)"]
            }
        }
    }

    private func list(_ title: String, _ items: [Phrase]) -> HTML {
        if items.isEmpty { return HTML() }
        return "<h3>\(title)</h3>\n<ul>\n\(items.map { item -> HTML in "<li>\(capitalized(item))</li>\n" })</ul>\n"
    }
}

/// The key by which similar deadlines are grouped.
private struct DeadlineLikeness: Hashable {
    let work: WorkKind
    let came: Bool

    /// Nil for a deadline that moved, or that concerns a beneficiary.
    init?(_ change: DeadlineChange) {
        guard change.beneficiary == nil, (change.before == nil) != (change.after == nil),
            let work = change.after?.work ?? change.before?.work
        else { return nil }
        self.work = work
        came = change.after != nil
    }
}

extension DeadlineChange {
    /// The present due day, or else the earlier one.
    fileprivate var dueOn: Day? { after?.dueOn ?? before?.dueOn }
}

import CivilTime
import Contracts
import HTML
import Words

extension ChangesView {
    /// Options, employers, rights and deadlines that differ.
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
            \(list(say("Échéances", "Deadlines"), changes.deadlines.map { $0.phrase(in: language) { people[$0] } }))
            """
    }

    private func list(_ title: String, _ items: [Phrase]) -> HTML {
        if items.isEmpty { return HTML() }
        return "<h3>\(title)</h3>\n<ul>\n\(items.map { item -> HTML in "<li>\(capitalized(item))</li>\n" })</ul>\n"
    }
}

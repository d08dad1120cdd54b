import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// The page of a day's reminders.
struct ReminderView {
    let list: ReminderList
    let names: [ContractID: ShownNames]
    /// The number of reminders sent on the day, by kind.
    let sent: [WorkKind: Int]
    let day: Day
    let unreadable: UnreadableText?
    let typed: String
    /// The number of reminders just marked as sent.
    let marked: Int?
    /// Whether nothing was marked because the list had changed.
    let isStale: Bool
    /// The list's mark, sealed.
    let sealed: String
    let visit: Visit

    var html: HTML {
        """
        <div class="wrap">
        <h1 class="big">\(visit("Rappels du jour", "Reminders of the day"))</h1>
        \(notices)\(form)\(content)\(already)<p class="acts"><a class="btn" href="/work">\(visit("À traiter", "Work"))</a></p>
        </div>

        """
    }

    private var notices: HTML? {
        if isStale {
            return """
                <div class="trouble" role="status"><p>\(visit("La liste a changé ou a plus d'une heure : rien n'est marqué.", "The list has changed or is over an hour old: nothing is marked."))</p></div>

                """
        }
        guard let marked else { return nil }
        let words =
            switch marked {
            case 0: visit("Ils étaient déjà marqués comme envoyés.", "They were marked as sent already.")
            case 1: visit("1 rappel est marqué comme envoyé.", "1 reminder is marked as sent.")
            default: visit("\(marked) rappels sont marqués comme envoyés.", "\(marked) reminders are marked as sent.")
            }
        return "<div class=\"note\" role=\"status\"><p>\(words)</p></div>\n"
    }

    private var form: HTML {
        let error = unreadable.map { error -> HTML in
            "<span class=\"error\" id=\"day-error\">\(error.phrase(in: visit.language).html)</span>"
        }
        return """
            <form action="/work/reminders" class="filter" aria-label="\(visit("Jour des rappels", "Day of the reminders"))">
            <div class="field\(if: error != nil, " wrong")"><label for="day">\(visit("Jour", "Day"))</label>\(error)\
            <input id="day" name="day" autocomplete="off" value="\(unreadable == nil ? day.writtenShort : typed)"\
            \(attribute: "aria-describedby", error == nil ? nil : "day-error")></div>
            <p><button>\(visit("Voir", "Show"))</button></p>
            </form>

            """
    }

    private var content: HTML {
        let until = Phrase.day(day.adding(days: WorkRequest.daysAhead), in: visit.language)
        if list.items.isEmpty {
            return "<p class=\"say\">\(visit("Personne à rappeler d'ici le", "Nobody to remind by")) \(until.html).</p>\n"
        }
        let more: HTML? =
            list.hasMore
            ? "<p>\(visit("D'autres suivent : ils viennent une fois ceux-ci marqués comme envoyés.", "More follow: they come once these are marked as sent."))</p>\n"
            : nil
        let lines = list.items.map(line)
        let files = PageAddress("work", "reminders", "file").setting("list", to: sealed)
        let letters = PageAddress("work", "reminders", "letters").setting("list", to: sealed)
        let mark: HTML? =
            visit.formToken == nil
            ? nil
            : """
            <form method="post" action="/work/reminders/sent">\(visit.token)<input type="hidden" name="list" value="\(sealed)">\
            <p><button class="main">\(visit("Marquer comme envoyés", "Mark as sent"))</button> \
            <span class="src">\(visit("Exactement ceux de cette liste, une fois pour toutes.", "Exactly those of this list, once and for all."))</span></p></form>

            """
        return """
            <h2>\(visit("À envoyer", "To send")) (\(list.items.count))</h2>
            <p>\(visit("Attestations et justificatifs attendus ou en retard, et droits qui prennent fin, d'ici le", "Attestations and documents awaited or overdue, and rights that end, by")) \(until.html).</p>
            \(more)<p class="acts"><a class="btn" href="\(files)">\(visit("Fichier de publipostage (CSV)", "Mail-merge file (CSV)"))</a> \
            <a class="btn" href="\(letters)">\(visit("Lettres à imprimer", "Letters to print"))</a></p>
            \(mark)<ul class="due">
            \(lines)</ul>

            """
    }

    private func line(_ item: ReminderItem) -> HTML {
        let reminder = item.reminder
        let names = self.names[reminder.contract] ?? .none
        let fallback = both("Contrat \(reminder.contract.description.prefix(8))", "Contract \(reminder.contract.description.prefix(8))")
        let subject = item.words(names, asOf: list.knownAt.parisDay, in: visit.language)?.subject.html ?? "\(visit(reminder.kind))"
        let isOverdue = reminder.dueOn < visit.today
        let since = DaySpan(from: visit.today, to: reminder.dueOn).fromToday
        return """
            <li\(attribute: "class", isOverdue ? "bad" : nil)><span><span class="tag">\(visit(since))</span> · \
            <a href="\(PageAddress("contracts", reminder.contract.description))">\(names[nil].phrase(or: fallback, in: visit.language).html)</a> · \
            \(subject)</span></li>

            """
    }

    private var already: HTML? {
        guard !sent.isEmpty else { return nil }
        let items = WorkKind.allCases.compactMap { kind -> HTML? in
            sent[kind].map { "<li><p>\(visit(kind.words.capitalized)) (\($0))</p></li>\n" }
        }
        return """
            <h2>\(visit("Envoyés le", "Sent on")) \(Phrase.day(day, in: visit.language).html) (\(sent.values.reduce(0, +)))</h2>
            <ul class="list">
            \(items)</ul>

            """
    }
}

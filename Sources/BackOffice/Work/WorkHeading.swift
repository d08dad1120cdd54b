import BillingService
import CivilTime
import HTML
public import Portfolio
public import Words

/// The part above the worklist: the counts by kind, as links, and the filter form.
struct WorkHeading {
    let asked: WorkRequest
    let counts: [WorkCount]
    let visit: Visit

    var html: HTML { kinds + form }

    /// Kinds without lines are left out, except the selected one.
    private var kinds: HTML {
        let shown = counts.filter { $0.lines > 0 || $0.topic == asked.topic }
        let sum = WorkCount.words(lines: counts.reduce(0) { $0 + $1.lines }, overdue: counts.reduce(0) { $0 + $1.overdue })
        let all = link(nil, visit("Tout", "Everything"), sum)
        let links = shown.map { link($0.topic, visit($0.topic.words.capitalized), $0.words) }
        return """
            <nav aria-label="\(visit("Par nature", "By kind"))"><ul class="kinds">
            \(all)\(links)</ul></nav>

            """
    }

    private func link(_ topic: WorkTopic?, _ words: String, _ count: Bilingual) -> HTML {
        let isShown = topic == asked.topic
        return """
            <li><a href="\(asked.address(of: topic))"\(attribute: "aria-current", isShown ? "page" : nil)>\(words)</a> (\(visit(count)))</li>

            """
    }

    private var form: HTML {
        let kind = asked.topic.map { kind -> HTML in "<input type=\"hidden\" name=\"kind\" value=\"\(kind.description)\">" }
        let day = asked.unreadableDay.map { error -> HTML in
            "<span class=\"error\" id=\"day-error\">\(error.phrase(in: visit.language).html)</span>"
        }
        let employer = asked.unreadableEmployer.map { _ -> HTML in
            "<span class=\"error\" id=\"employer-error\">\(visit("Ce n'est pas un code d'employeur.", "This is no employer's code."))</span>"
        }
        return """
            <form action="/work" class="filter" aria-label="\(visit("Filtrer", "Filter"))">\(kind)
            <div class="field\(if: day != nil, " wrong")"><label for="due-through">\(visit("Échéance jusqu'au", "Due through"))</label>\(day)\
            <input id="due-through" name="due-through" autocomplete="off" value="\(asked.typed.dueThrough)" \
            placeholder="\(asked.lastDay(visit).writtenShort)"\(attribute: "aria-describedby", day == nil ? nil : "day-error")></div>
            <div class="field\(if: employer != nil, " wrong")"><label for="employer">\(visit("Employeur", "Employer"))</label>\(employer)\
            <input id="employer" name="employer" autocomplete="off" value="\(asked.typed.employer)"\(attribute: "aria-describedby", employer == nil ? nil : "employer-error")></div>
            <p><button>\(visit("Voir", "Show"))</button></p>
            </form>

            """
    }
}

extension WorkFilter.Kind: Worded {
    /// The kind of work, as the heading of a list.
    public var words: Bilingual {
        switch self {
        case .deadline(let kind): kind.words
        case .possibleDuplicate: both("peut-être la même personne", "possibly the same person")
        }
    }
}

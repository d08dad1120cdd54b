import CivilTime
import HTML
import Words

/// The form of the two times. An unreadable text stays in its field, with an error beside it.
struct TimesForm {
    let times: TwoTimes
    let visit: Visit
    /// The page that the form requests.
    let action: PageAddress
    /// Other query items that the form keeps.
    let kept: [(name: String, value: String?)]
    /// Links beside the form.
    let links: HTML

    var html: HTML {
        let hidden = kept.compactMap { field -> HTML? in
            field.value.map { "<input type=\"hidden\" name=\"\(field.name)\" value=\"\($0)\">" }
        }
        return """
            <div class="times"><div class="wrap"><form action="\(action)" aria-label="\(visit("Les deux temps", "The two times"))">\(hidden)
            \(field("on", label: visit("Au (jour)", "On (day)"), value: times.on.writtenShort, isNumeric: true))
            \(field("known-at", label: visit("Tel que connu le", "As known on"), value: times.knownAt.typed(in: visit.language)))
            <button>\(visit("Voir", "Show"))</button>
            <p>\(links)</p>
            </form></div></div>

            """
    }

    private func field(_ name: String, label: String, value: String, isNumeric: Bool = false) -> HTML {
        let wrong = times.unreadable.first { $0.field == name }
        let described: String? = wrong == nil ? nil : "\(name)-error"
        let mode: String? = isNumeric ? "numeric" : nil
        let invalid: String? = wrong == nil ? nil : "true"
        let instead =
            name == "on"
            ? visit("La page montre aujourd'hui.", "The page shows today.")
            : visit("La page montre ce qui est su maintenant.", "The page shows what is known now.")
        let error = wrong.map { wrong -> HTML in
            "<span class=\"error\" id=\"\(name)-error\">\(wrong.problem.phrase(in: visit.language).html) \(instead)</span>"
        }
        return """
            <div\(if: wrong != nil, " class=\"wrong\"")>\(error)<label for="\(name)">\(label)\
            <input id="\(name)" name="\(name)" value="\(wrong?.text ?? value)" autocomplete="off"\(attribute: "inputmode", mode)\
            \(attribute: "aria-invalid", invalid)\(attribute: "aria-describedby", described)></label></div>
            """
    }
}

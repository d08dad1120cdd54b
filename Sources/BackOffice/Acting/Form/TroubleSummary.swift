import Contracts
import HTML
import Words

/// The errors of a form, listed above it. The list takes the focus, and links to each wrong field.
struct TroubleSummary {
    let context: ActContext
    let form: FormFields
    let troubles: [FieldTrouble]

    var html: HTML {
        let visit = context.visit
        let items = troubles.map { trouble -> HTML in
            guard let field = form.fields.first(where: { $0.pointer == trouble.pointer }) else {
                return "<li>\(trouble.words.html)\(Self.reasons(of: trouble, in: context))</li>\n"
            }
            let label = visit(field.label)
            // A question already ends with a question mark.
            let sign = label.hasSuffix("?") ? " " : visit(" : ", ": ")
            return
                "<li><a href=\"\(PageAddress.samePage.at(field.identifier))\">\(label)</a>\(sign)\(trouble.words.html)</li>\n"
        }
        return """
            <div class="trouble" tabindex="-1" autofocus>
            <h2>\(visit("Rien n'est enregistré", "Nothing is recorded"))</h2>
            <ul>
            \(items)</ul>
            </div>

            """
    }

    /// The broken rule, and the conflicting fact.
    static func reasons(of trouble: FieldTrouble, in context: ActContext) -> HTML {
        var html = HTML()
        if let rule = trouble.rule { html += "<span class=\"src reason\">\(rule.id) · \(rule.source)</span>" }
        if let link = trouble.inTheWay.flatMap({ context.link(to: $0) }) {
            let words =
                trouble.makesUnlawful
                ? context.visit("Ne serait plus possible :", "Would no longer be lawful:")
                : context.visit("Ce qui s'y oppose :", "What stands in the way:")
            html += "<span class=\"reason\">\(words) \(link)</span>"
        }
        return html
    }
}

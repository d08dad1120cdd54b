import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// A command's form: its questions with what was typed, and what is wrong beside each.
struct CommandForm {
    let context: ActContext
    let form: FormFields
    let typed: TypedFields
    var troubles: [FieldTrouble] = []
    /// The worklist's place to go on from.
    var next: String?

    private var visit: Visit { context.visit }

    var html: HTML {
        let own = form.fields.filter { !$0.isOfSource && !isTold($0) }
        let told = form.fields.filter(isTold)
        let add: HTML? =
            form.hasRows
            ? "<button name=\"add\" value=\"row\">\(visit("Ajouter une période", "Add a period"))</button>\n" : nil
        return """
            <form class="form" method="post" action="\(context.form(form.command))" autocomplete="off">\(visit.token)
            \(hidden)\(fields(own))\(form.told.map { inPlace($0, told) })\(source)<p class="acts"><button class="main">\
            \(visit("Voir ce que cela change", "See what this changes"))</button>
            \(add)</p>
            </form>

            """
    }

    private var hidden: HTML {
        var hidden = HTML()
        if let next { hidden += "<input type=\"hidden\" name=\"next\" value=\"\(next)\">\n" }
        if let told = form.told { hidden += "<input type=\"hidden\" name=\"asked\" value=\"\(told.rawValue)\">\n" }
        hidden += "<input type=\"hidden\" name=\"rows\" value=\"\(form.fields.count { $0.pointer.hasSuffix("/from") && $0.isInList })\">\n"
        return hidden
    }

    private func isTold(_ field: FormField) -> Bool {
        field.pointer.hasPrefix(FormFields.toldPointer) && field != FormField.correctionCommand
    }

    /// The questions of the command that a correction tells.
    private func inPlace(_ command: ClerkCommand, _ fields: [FormField]) -> HTML {
        """
        <fieldset class="part"><legend>\(visit("À la place :", "In its place:")) \(visit(command))</legend>
        \(self.fields(fields))</fieldset>

        """
    }

    /// The fields in order; those of a status that is optional stand in a frame of their own.
    private func fields(_ fields: [FormField]) -> HTML {
        let optional = fields.filter { $0.pointer.contains("/status/") && !$0.isRequired }
        let areFramed = optional.count > 3 && (form.told ?? form.command) == .addBeneficiary
        var html = HTML.joined(fields.filter { !areFramed || !optional.contains($0) }.map(field))
        if areFramed { html += framed(visit("Statut d'un enfant de 21 ans ou plus", "Status of a child of 21 or more"), optional) }
        return html
    }

    private var source: HTML {
        framed(visit("Source", "Source"), form.fields.filter(\.isOfSource))
    }

    /// Fields that are seldom needed, in a frame of their own.
    private func framed(_ legend: String, _ fields: [FormField]) -> HTML {
        """
        <fieldset class="part"><legend>\(legend) (\(visit("facultatif", "optional")))</legend>
        \(HTML.joined(fields.map(field)))</fieldset>

        """
    }

    private func field(_ field: FormField) -> HTML {
        FieldView(
            context: context, command: form.told ?? form.command, field: field, answers: typed.all(field.pointer),
            typed: typed[field.pointer],
            troubles: troubles.filter { $0.pointer == field.pointer }
        ).html
    }
}

extension FormField {
    /// The identifier of the field's element: a summary of what is wrong leads to it.
    var identifier: String { "f" + pointer.map { $0 == "/" ? "-" : String($0) }.joined() }

    /// Whether it says where a command came from.
    var isOfSource: Bool { pointer.hasPrefix("/source/") }

    /// Whether it stands in an element of a list of periods.
    var isInList: Bool { pointer.contains("/activityPeriods/") }
}

import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// The form of a command: its questions with the answers, and the errors beside each.
struct CommandForm {
    let context: ActContext
    let form: FormFields
    let typed: TypedFields
    var troubles: [FieldTrouble] = []
    /// The position in the worklist to continue from.
    var next: String?

    private var visit: Visit { context.visit }

    var html: HTML {
        let told = Set(form.told.flatMap { [$0.name] + $0.fields }.map(\.pointer))
        let own = form.fields.filter { !$0.isOfSource && !told.contains($0.pointer) }
        return """
            <form class="form" method="post" action="\(context.form(form.command))" autocomplete="off">\(visit.token)
            \(hidden)\(fields(own, of: form.command))\(if: form.command == .correct, chooser)\(form.told.map(inPlace))\(source)\
            <p class="acts"><button class="main">\(visit("Voir ce que cela change", "See what this changes"))</button>
            \(form.command == .startPortability ? form.lists.map(addRow) : [])</p>
            </form>

            """
    }

    private var hidden: HTML? {
        next.map { next -> HTML in "<input type=\"hidden\" name=\"next\" value=\"\(next)\">\n" }
    }

    private func addRow(to list: String) -> HTML {
        "<button name=\"\(ActForm.add)\" value=\"\(list)\">\(visit("Ajouter une période", "Add a period"))</button>\n"
    }

    /// The choice of a command to add to a correction. Its button is the first in the form, so Enter presses it. Without a choice it acts
    /// like the main button.
    private var chooser: HTML {
        if form.told.count == FormFields.mostCommands { return HTML() }
        let field = FormField.correctionCommand(at: form.told.count)
        guard case .choice(let choices) = field.input else { return HTML() }
        let options = choices.map { choice -> HTML in "<option value=\"\(choice.value)\">\(visit(choice.words))</option>\n" }
        let label = form.told.isEmpty ? visit(field.label) : visit("Et enregistrer aussi", "And record as well")
        return """
            <div class="field"><label for="tell">\(label)</label>\
            <span class="hint" id="tell-hint">\(visit("Facultatif.", "Optional.")) \(field.hint.map { visit($0) })</span>
            <select id="tell" name="\(ActForm.tell)" aria-describedby="tell-hint"><option value="">\(visit("Rien", "Nothing"))</option>
            \(options)</select> <button>\(visit("Ajouter", "Add"))</button></div>

            """
    }

    /// The questions of a command within a correction.
    private func inPlace(_ told: ToldCommand) -> HTML {
        let words = visit(told.command)
        let number = form.told.count == 1 ? "" : " (\(told.place + 1))"
        return """
            <fieldset class="part" id="\(told.name.identifier)" tabindex="-1"><legend>\(visit("À la place", "In its place"))\(number)\(visit(" :", ":")) \(words)</legend>
            <input type="hidden" name="\(told.name.pointer)" value="\(told.command.rawValue)">
            \(fields(told.fields, of: told.command))<p class="acts">\(form.lists.filter { $0.hasPrefix(ToldCommand.pointer(at: told.place) + "/") }.map(addRow))\
            <button name="\(ActForm.remove)" value="\(told.place)">\(visit("Retirer", "Take out"))<span class="skip"> \(words)\(number)</span></button></p>
            </fieldset>

            """
    }

    /// The fields in order; the fields of an optional status have a frame of their own.
    private func fields(_ fields: [FormField], of command: ClerkCommand) -> HTML {
        let optional = fields.filter { $0.pointer.contains("/status/") && !$0.isRequired }
        let areFramed = command == .addBeneficiary
        var html = HTML.joined(fields.filter { !areFramed || !optional.contains($0) }.map { field($0, of: command) })
        if areFramed {
            html += framed(visit("Statut d'un enfant de 21 ans ou plus", "Status of a child of 21 or more"), optional, of: command)
        }
        return html
    }

    private var source: HTML {
        framed(visit("Source", "Source"), form.fields.filter(\.isOfSource), of: form.command)
    }

    /// Optional fields, in a frame of their own.
    private func framed(_ legend: String, _ fields: [FormField], of command: ClerkCommand) -> HTML {
        """
        <fieldset class="part"><legend>\(legend) (\(visit("facultatif", "optional")))</legend>
        \(HTML.joined(fields.map { field($0, of: command) }))</fieldset>

        """
    }

    private func field(_ field: FormField, of command: ClerkCommand) -> HTML {
        FieldView(
            context: context, command: command, field: field, answers: typed.all(field.pointer), typed: typed[field.pointer],
            troubles: troubles.filter { $0.pointer == field.pointer }
        ).html
    }
}

extension FormField {
    /// The identifier of the field's element: the summary of errors links to it.
    var identifier: String { "f" + pointer.map { $0 == "/" ? "-" : String($0) }.joined() }

    /// Whether the field is about the source of a command.
    var isOfSource: Bool { pointer.hasPrefix("/source/") }
}

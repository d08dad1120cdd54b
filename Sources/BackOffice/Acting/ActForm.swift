import HTML
import Words

/// What a form asks for besides its preview: another row of a list, a command more in a correction, or one less.
struct ActForm {
    /// The names of the buttons and of the choice. They begin with no `/`: they are no fields of a body.
    static let (add, tell, remove) = ("add", "tell", "remove")

    private let form: PageFields
    private let command: ClerkCommand

    init(_ form: PageFields, of command: ClerkCommand) {
        self.form = form
        self.command = command
    }

    /// Changes what was typed as the form asks.
    ///
    /// - Parameter tell: fills in a command that is added, at its place among those of the correction.
    /// - Returns: the identifier of the element that comes next; nil when nothing but the preview is asked for.
    func change(_ typed: inout TypedFields, telling tell: (ClerkCommand, Int, inout TypedFields) -> Void) -> String? {
        let fields = FormFields(command, typed: typed)
        if let list = form[Self.add], fields.lists.contains(list) {
            let row = FormFields.rows(of: list, typed)
            if row < FormFields.mostRows { typed.add("", at: "\(list)/\(row)/from") }
            return "form"
        }
        guard command == .correct else { return nil }
        if let place = form[Self.remove].flatMap({ Int($0) }), fields.told.indices.contains(place) {
            typed.remove(place, ofList: ToldCommand.list)
            return "form"
        }
        guard let told = form[Self.tell].flatMap({ ClerkCommand(rawValue: $0) }), ClerkCommand.ofCorrections.contains(told),
            fields.told.count < FormFields.mostCommands
        else { return nil }
        tell(told, fields.told.count, &typed)
        return FormField.correctionCommand(at: fields.told.count).identifier
    }
}

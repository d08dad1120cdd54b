import HTML
import Words

/// The buttons of a form besides its preview: add a row to a list, add a command to a correction, or remove one.
struct ActForm {
    /// The names of the buttons and of the choice. Without a leading `/` they cannot be fields of a body.
    static let (add, tell, remove) = ("add", "tell", "remove")

    private let form: PageFields
    private let command: ClerkCommand

    init(_ form: PageFields, of command: ClerkCommand) {
        self.form = form
        self.command = command
    }

    /// Changes the answers as the pressed button asks.
    ///
    /// - Parameter tell: fills in an added command, at its index within the correction.
    /// - Returns: the identifier of the element to show next; nil when the preview was asked for.
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

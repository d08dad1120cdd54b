import Words

/// The fields of a command's form, as many as what was typed asks for.
struct FormFields: Sendable {
    let command: ClerkCommand
    /// The fields, in the order of the form; those about the source come last.
    let fields: [FormField]
    /// The commands that a correction tells, in order; none for other commands.
    let told: [ToldCommand]

    /// The fields of a command's form.
    init(_ command: ClerkCommand, typed: TypedFields) {
        self.command = command
        told = command == .correct ? Self.told(typed) : []
        fields =
            Self.fields(of: command, typed, under: "") + told.flatMap { [$0.name] + $0.fields } + [.sourceChannel, .sourceReference]
    }

    /// The most elements of a list that a form shows, and the most commands that a correction tells by a form.
    static let (mostRows, mostCommands) = (100, 20)

    /// The lists of the form to which a row can be added, by their pointers.
    var lists: [String] {
        command == .startPortability
            ? [Self.periods] : told.filter { $0.command == .startPortability }.map { ToldCommand.pointer(at: $0.place) + Self.periods }
    }

    private static let periods = "/bulletin/activityPeriods"

    /// Whether a field stands in a row of a list.
    static func isInRow(_ pointer: String) -> Bool { pointer.contains(periods + "/") }

    /// How many rows of a list are shown: as many as stand in what was typed, also empty ones.
    static func rows(of list: String, _ typed: TypedFields) -> Int {
        (0..<mostRows).last { typed.hasField(below: "\(list)/\($0)/") }.map { $0 + 1 } ?? 1
    }

    private static func told(_ typed: TypedFields) -> [ToldCommand] {
        var told: [ToldCommand] = []
        while told.count < mostCommands,
            let command = ClerkCommand(rawValue: typed[FormField.correctionCommand(at: told.count).pointer]),
            ClerkCommand.ofCorrections.contains(command)
        {
            let fields = fields(of: command, typed, under: ToldCommand.pointer(at: told.count))
            told.append(ToldCommand(command: command, place: told.count, fields: fields))
        }
        return told
    }

    private static func fields(of command: ClerkCommand, _ typed: TypedFields, under pointer: String) -> [FormField] {
        let fields = command.fields.map { pointer.isEmpty ? $0 : $0.under(pointer) }
        guard command == .startPortability else { return fields }
        let list = pointer + periods
        let repeated = command.fields.filter(\.isRepeated)
        let rows = (0..<rows(of: list, typed)).flatMap { row in repeated.map { $0.at(row) } }
        let all = rows.map { pointer.isEmpty ? $0 : $0.under(pointer) }
        let first = fields.firstIndex { field in field.pointer.hasPrefix(list) } ?? 0
        return fields[..<first] + all + fields.dropFirst(first).filter { !$0.pointer.hasPrefix(list) }
    }

    /// The field that a refusal's pointer leads to: the one with the pointer, or the first below or above it.
    func field(at pointer: String) -> FormField? {
        if pointer.hasPrefix("/rescind/") { return fields.first { $0.pointer == "/rescind/0" } }
        if command == .correct, pointer == ToldCommand.list || pointer.isEmpty { return fields.first }
        return fields.first { $0.pointer == pointer } ?? fields.first { $0.pointer.hasPrefix(pointer + "/") }
            ?? fields.first { pointer.hasPrefix($0.pointer + "/") }
    }
}

import Words

/// The fields of a command's form; some depend on the answers.
struct FormFields: Sendable {
    let command: ClerkCommand
    /// The fields, in the order of the form; fields about the source come last.
    let fields: [FormField]
    /// The commands of a correction, in order; empty for other commands.
    let told: [ToldCommand]

    /// The fields of a command's form.
    init(_ command: ClerkCommand, typed: TypedFields) {
        self.command = command
        told = command == .correct ? Self.told(typed) : []
        fields =
            Self.fields(of: command, typed, under: "") + told.flatMap { [$0.name] + $0.fields } + [.sourceChannel, .sourceReference]
    }

    /// The most elements of a list in a form, and the most commands of a correction.
    static let (mostRows, mostCommands) = (100, 20)

    /// The pointers of the lists to which a row can be added.
    var lists: [String] {
        command == .startPortability
            ? [Self.periods] : told.filter { $0.command == .startPortability }.map { ToldCommand.pointer(at: $0.place) + Self.periods }
    }

    private static let periods = "/bulletin/activityPeriods"

    /// Whether a field belongs to a row of a list.
    static func isInRow(_ pointer: String) -> Bool { pointer.contains(periods + "/") }

    /// The number of rows of a list: those in the answers, empty ones included.
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

    /// The field for a refusal's pointer: the one with that pointer, or the first below or above it.
    func field(at pointer: String) -> FormField? {
        if pointer.hasPrefix("/rescind/") { return fields.first { $0.pointer == "/rescind/0" } }
        if command == .correct, pointer == ToldCommand.list || pointer.isEmpty { return fields.first }
        return fields.first { $0.pointer == pointer } ?? fields.first { $0.pointer.hasPrefix(pointer + "/") }
            ?? fields.first { pointer.hasPrefix($0.pointer + "/") }
    }
}

import Words

/// The fields of a command's form, as many as what was typed asks for.
struct FormFields: Sendable {
    let command: ClerkCommand
    /// The fields, in the order of the form; those about the source come last.
    let fields: [FormField]
    /// The command that a correction tells; nil when it only annuls, and for other commands.
    let told: ClerkCommand?

    /// - Parameter rows: how many elements a list has at least.
    init(_ command: ClerkCommand, typed: TypedFields, rows: Int = 1) {
        self.command = command
        told = command == .correct ? ClerkCommand(rawValue: typed[FormField.correctionCommand.pointer]) : nil
        var fields = Self.fields(of: command, typed, under: "", rows: rows)
        if command == .correct {
            fields.append(.correctionCommand)
            if let told { fields += Self.fields(of: told, typed, under: Self.toldPointer, rows: rows) }
        }
        self.fields = fields + [.sourceChannel, .sourceReference]
    }

    /// Where the body of the command stands that a correction tells.
    static let toldPointer = "/commands/0"
    /// The most elements of a list that a form shows.
    static let mostRows = 100

    /// How many elements a form shows, after so many more were asked for.
    ///
    /// - Parameter text: how many it showed, as its field says. It may say anything: it is bounded before anything is added.
    static func rows(_ text: String?, adding more: Int) -> Int {
        let shown = text.flatMap { Int($0) } ?? 1
        return min(min(max(shown, 1), mostRows) + more, mostRows)
    }

    /// Whether the form has a list to which an element can be added.
    var hasRows: Bool { (told ?? command) == .startPortability }

    private static func fields(of command: ClerkCommand, _ typed: TypedFields, under pointer: String, rows: Int) -> [FormField] {
        let fields = command.fields.map { pointer.isEmpty ? $0 : $0.under(pointer) }
        guard command == .startPortability else { return fields }
        let list = pointer + "/bulletin/activityPeriods"
        let count = min(max(rows, (0..<mostRows).last { typed.hasAnswer(below: "\(list)/\($0)/") }.map { $0 + 1 } ?? 1), mostRows)
        let repeated = command.fields.filter(\.isRepeated)
        let all = (0..<count).flatMap { row in repeated.map { $0.at(row) } }.map { pointer.isEmpty ? $0 : $0.under(pointer) }
        let first = fields.firstIndex { field in field.pointer.hasPrefix(list) } ?? 0
        return fields[..<first] + all + fields.dropFirst(first).filter { !$0.pointer.hasPrefix(list) }
    }

    /// The field that a refusal's pointer leads to: the one with the pointer, or the first below or above it.
    func field(at pointer: String) -> FormField? {
        if pointer.hasPrefix("/rescind/") { return fields.first { $0.pointer == "/rescind/0" } }
        if command == .correct, pointer == "/commands" || pointer.isEmpty { return fields.first }
        return fields.first { $0.pointer == pointer } ?? fields.first { $0.pointer.hasPrefix(pointer + "/") }
            ?? fields.first { pointer.hasPrefix($0.pointer + "/") }
    }
}

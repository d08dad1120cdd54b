import CivilTime
import ContractService
import JSON
import Words

/// Reads what a clerk typed into one field as the value of a command's body.
struct AnswerReader: Sendable {
    /// The day on which it was typed: `aujourd'hui` stays that day.
    let day: Day
    /// The form of employers' codes.
    let employers: EmployerCodes

    /// The value that a text stands for.
    ///
    /// - Throws: what cannot be read. Codes and references are left to the command.
    func value(of text: String, in input: FormField.Input) throws(UnreadableText) -> JSON {
        switch input {
        case .day: .string("\(try DayReader(today: day).day(text))")
        case .birthDay: .string("\(try DayReader(today: day, century: .past).day(text))")
        case .month: .string("\(try DayReader(today: day).month(text))")
        case .amount: JSON(try Money(typed: text).cents)
        case .yesNo: .bool(text == Self.yes)
        case .fact: Int(text).map { JSON($0) } ?? .string(text)
        case .employer: .string(employers.accepts(text) ? text : text.uppercased())
        case .choice, .line, .scheme, .beneficiary: .string(text)
        }
    }

    /// The values of the radio buttons of a question answered by yes or no.
    static let yes = "yes", no = "no"
}

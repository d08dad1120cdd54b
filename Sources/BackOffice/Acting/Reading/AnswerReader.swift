import CivilTime
import ContractService
import JSON
import Words

/// Reads a clerk's answer in a field as a value of the command's body.
struct AnswerReader: Sendable {
    /// The day of typing, which `aujourd'hui` means.
    let day: Day
    /// The form of employers' codes.
    let employers: EmployerCodes

    /// The value of a text.
    ///
    /// - Throws: the text that cannot be read. The command itself checks codes and references.
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

    /// The values of the radio buttons for yes and no.
    static let yes = "yes", no = "no"
}

import CivilTime
import Contracts

/// The cells of tables, as each format has them.
extension LineWriter {
    /// A text of any content, which a spreadsheet takes for a text.
    mutating func text(_ text: String, _ format: PortfolioFormat) {
        if format == .excelFrench { return spreadsheetText(text) }
        // A spreadsheet would reckon such a cell as a formula.
        let isFormula = text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
        csv(isFormula ? "'" + text : text, separator: 0x2C)
    }

    /// A month. A spreadsheet would make a day of it.
    mutating func month(_ month: Month, _ format: PortfolioFormat) {
        if format == .excelFrench { spreadsheetText(month.description) } else { name(month.description) }
    }

    /// An amount: cents, or euros with a decimal comma.
    mutating func amount(_ amount: Money, _ format: PortfolioFormat) {
        guard format == .excelFrench else { return number(amount.cents) }
        if amount.cents < 0 { raw("-") }
        let (euros, cents) = amount.cents.magnitude.quotientAndRemainder(dividingBy: 100)
        number(euros)
        raw(cents < 10 ? ",0" : ",")
        number(cents)
    }

    /// A yes or no.
    mutating func flag(_ flag: Bool, _ format: PortfolioFormat) {
        switch (format, flag) {
        case (.excelFrench, true): raw("oui")
        case (.excelFrench, false): raw("non")
        case (_, true): raw("true")
        case (_, false): raw("false")
        }
    }

    /// A day, or an empty cell.
    mutating func dayIfAny(_ day: Day?) {
        if let day { self.day(day) }
    }

    /// A text as a formula that gives it: Excel and LibreOffice would take `075E10` for a number, and 20 digits for another.
    private mutating func spreadsheetText(_ text: String) {
        if text.isEmpty { return }
        csv("=\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"", separator: 0x3B)
    }

    /// A field of any content (RFC 4180).
    private mutating func csv(_ text: String, separator: UInt8) {
        guard text.utf8.contains(where: { $0 == separator || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return name(text) }
        raw("\"")
        for byte in text.utf8 {
            if byte == 0x22 { raw("\"") }
            character(byte)
        }
        raw("\"")
    }
}

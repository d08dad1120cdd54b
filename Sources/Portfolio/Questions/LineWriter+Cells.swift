import CivilTime
import Contracts

/// Writes the cells of tables in each format.
extension LineWriter {
    /// Any text, so that a spreadsheet reads it as text.
    mutating func text(_ text: String, _ format: PortfolioFormat) {
        if format == .excelFrench { return spreadsheetText(text) }
        // A spreadsheet would evaluate such a cell as a formula.
        let isFormula = text.utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false
        field(isFormula ? "'" + text : text, separator: 0x2C)
    }

    /// A month as text: a spreadsheet would turn it into a day.
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

    /// A formula that yields the text: Excel and LibreOffice would read `075E10` as a number, and round 20 digits.
    private mutating func spreadsheetText(_ text: String) {
        if text.isEmpty { return }
        field("=\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"", separator: 0x3B)
    }

    /// Any text as a field (RFC 4180).
    mutating func field(_ text: String, separator: UInt8) {
        guard text.utf8.contains(where: { $0 == separator || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else { return name(text) }
        raw("\"")
        for byte in text.utf8 {
            if byte == 0x22 { raw("\"") }
            character(byte)
        }
        raw("\"")
    }
}

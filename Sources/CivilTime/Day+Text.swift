extension Day: LosslessStringConvertible {
    /// Reads `YYYY-MM-DD`, years 0001 to 9999; `nil` for another form or a day that does not exist.
    public init?(_ text: String) {
        let day = DigitReader.read(text) { digits -> Day? in
            guard let year = digits.number(length: 4), digits.skip("-"), let month = digits.number(length: 2), digits.skip("-"),
                let day = digits.number(length: 2), digits.isAtEnd, year > 0
            else { return nil }
            return Day(year: year, month: month, day: day)
        }
        guard let day else { return nil }
        self = day
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        let (year, month, day) = components
        guard (0...9999).contains(year) else { return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
        return filled("0000-00-00", with: (year * 100 + month) * 100 + day)
    }
}

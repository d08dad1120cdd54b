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
        return String(unsafeUninitializedCapacity: 10) { text in
            var digits = (year * 100 + month) * 100 + day
            for place in (0..<10).reversed() {
                if place == 4 || place == 7 {
                    text[place] = UInt8(ascii: "-")
                } else {
                    text[place] = 48 + UInt8(digits % 10)
                    digits /= 10
                }
            }
            return 10
        }
    }
}

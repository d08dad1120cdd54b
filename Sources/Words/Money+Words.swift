public import CivilTime

extension Money {
    /// `2 500,50 €` in French, `€2,500.50` in English; a minus sign (U+2212) comes before a negative amount.
    public func written(in language: Language) -> String { (cents < 0 ? Typography.minus : "") + unsigned(in: language) }

    /// The amount with a sign, to collect or to refund: `+ 217,54 €`, `− 217,54 €`; `+€217.54`. Zero has no sign.
    public func signed(in language: Language) -> String {
        if cents == 0 { return unsigned(in: language) }
        let sign = cents < 0 ? Typography.minus : "+"
        switch language {
        case .french: return sign + Typography.noBreakSpace + unsigned(in: language)
        case .english: return sign + unsigned(in: language)
        }
    }

    private func unsigned(in language: Language) -> String {
        let (euros, rest) = cents.magnitude.quotientAndRemainder(dividingBy: 100)
        let decimals = digits(Int(rest), 2)
        switch language {
        case .french: return grouped(euros, by: Typography.narrowNoBreakSpace) + ",\(decimals)\(Typography.noBreakSpace)€"
        case .english: return "€" + grouped(euros, by: ",") + ".\(decimals)"
        }
    }

    private func grouped(_ number: UInt, by separator: String) -> String {
        let text = String(number)
        var result = ""
        for (place, digit) in text.enumerated() {
            if place > 0, (text.utf8.count - place) % 3 == 0 { result += separator }
            result.append(digit)
        }
        return result
    }
}

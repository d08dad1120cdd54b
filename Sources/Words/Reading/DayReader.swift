public import CivilTime

/// Reads days and months as clerks type them, in French or English: day first, or year first.
///
/// Accepted: `01/09/2026`, `1/9/26`, `1.9.2026`, `1er sept. 2026`, `mardi 1er septembre 2026`, `September 1, 2026`, `2026-09-01`,
/// `aujourd'hui`, `hier`, `demain`, `today`, `yesterday`, `tomorrow`. A month may be shortened to three letters or more, if it stays
/// unambiguous.
public struct DayReader: Sendable {
    /// The meaning of a two-digit year.
    public enum Century: Sendable {
        /// The latest year with these digits up to 20 years after today's: for events.
        case near
        /// The latest year with these digits that is not after today's: for births.
        case past
    }

    /// The day of typing, in Paris.
    public let today: Day
    /// The meaning of a two-digit year.
    public let century: Century

    /// A reader.
    public init(today: Day, century: Century = .near) {
        self.today = today
        self.century = century
    }

    /// Reads a day.
    ///
    /// - Throws: the part that is missing, ambiguous or invalid.
    public func day(_ text: String) throws(UnreadableText) -> Day {
        if let day = relative(text.folded) { return try inCalendar(day, typed: text) }
        var tokens = try DateTokens(text)
        tokens.dropFillers()
        let weekday = tokens.takeWeekday()
        let parts = tokens.tokens
        let day: Day
        switch parts.count {
        case 3: day = try self.day(parts, typed: text)
        case 2 where isYear(parts[1]): throw UnreadableText(.day, .missing, typed: text)
        case 2 where isDay(parts[0]): throw UnreadableText(.year, .missing, typed: text)
        default: throw UnreadableText(.whole, .unreadable, typed: text)
        }
        if let weekday, weekday.number != day.weekday { throw UnreadableText(.weekday, .unreadable, typed: weekday.word) }
        return day
    }

    /// Reads a month: `mai 2027`, `05/2027`, `5/27`, `2027-05`.
    ///
    /// - Throws: the part that is missing, ambiguous or invalid.
    public func month(_ text: String) throws(UnreadableText) -> Month {
        let parts = try DateTokens(text).tokens
        guard parts.count == 2 else {
            throw UnreadableText(parts.count == 1 ? .year : .whole, parts.count == 1 ? .missing : .unreadable, typed: text)
        }
        let isYearFirst = isYear(parts[0])
        let month = try month(parts[isYearFirst ? 1 : 0])
        return Month(index: try year(parts[isYearFirst ? 0 : 1]) * 12 + month - 1)
    }

    private func inCalendar(_ day: Day, typed: String) throws(UnreadableText) -> Day {
        if Day.calendar.contains(day) { return day }
        throw UnreadableText(.year, .notInCalendar, typed: typed)
    }

    private func relative(_ text: String) -> Day? {
        switch text {
        case "aujourd'hui", "aujourdhui", "auj", "auj.", "today": today
        case "hier", "yesterday": today.previous
        case "demain", "tomorrow": today.next
        case "avant-hier": today.adding(days: -2)
        case "apres-demain": today.adding(days: 2)
        default: nil
        }
    }

    private func day(_ parts: [DateTokens.Token], typed: String) throws(UnreadableText) -> Day {
        let (year, month, day): (DateTokens.Token, DateTokens.Token, DateTokens.Token)
        switch (parts[0], parts[1], parts[2]) {
        case (.number, .number, .number) where isYear(parts[0]): (year, month, day) = (parts[0], parts[1], parts[2])
        case (.number, _, .number): (day, month, year) = (parts[0], parts[1], parts[2])
        case (.word, .number, .number): (month, day, year) = (parts[0], parts[1], parts[2])
        default: throw UnreadableText(.whole, .unreadable, typed: typed)
        }
        let (y, m) = (try self.year(year), try self.month(month))
        guard day.text.utf8.count <= 2, let d = Int(day.text) else { throw UnreadableText(.day, .unreadable, typed: day.text) }
        guard let result = Day(year: y, month: m, day: d) else { throw UnreadableText(.day, .notInCalendar, typed: day.text) }
        return result
    }

    /// Whether a part can be the day of a month.
    private func isDay(_ part: DateTokens.Token) -> Bool {
        if case .number(let digits) = part { digits.utf8.count <= 2 } else { false }
    }

    /// Whether a part can only be a year.
    private func isYear(_ part: DateTokens.Token) -> Bool {
        if case .number(let digits) = part { digits.utf8.count == 4 } else { false }
    }

    private func year(_ part: DateTokens.Token) throws(UnreadableText) -> Int {
        guard case .number(let digits) = part, let number = Int(digits) else { throw UnreadableText(.year, .unreadable, typed: part.text) }
        switch digits.utf8.count {
        case 4 where number > 0: return number
        case 2:
            let latest = min(today.components.year + (century == .near ? 20 : 0), 9_999)
            return max(1, latest - (latest - number) % 100)
        default: throw UnreadableText(.year, .unreadable, typed: digits)
        }
    }

    private func month(_ part: DateTokens.Token) throws(UnreadableText) -> Int {
        switch part {
        case .number(let digits):
            guard digits.utf8.count <= 2, let number = Int(digits) else { throw UnreadableText(.month, .unreadable, typed: digits) }
            guard (1...12).contains(number) else { throw UnreadableText(.month, .notInCalendar, typed: digits) }
            return number
        case .word(let word):
            let meant = (1...12).filter { number in
                Language.allCases.contains { MonthNames.all(in: $0)[number - 1].folded.hasPrefix(word) }
            }
            guard word.utf8.count >= 3, let month = meant.first else {
                throw UnreadableText(.month, meant.count > 1 ? .ambiguous : .unreadable, typed: word)
            }
            if meant.count > 1 { throw UnreadableText(.month, .ambiguous, typed: word) }
            return month
        }
    }
}

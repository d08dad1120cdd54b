import CivilTime

extension DayReader {
    /// The instant of knowledge that a text asks for: `maintenant`, a day, a day with a time in Paris, an instant in RFC 3339, `fait 7`.
    ///
    /// A day means its last microsecond, and a minute its last: facts recorded within them count. An empty text means now.
    ///
    /// - Throws: the part that cannot be read. A time that occurs twice, in autumn, is ambiguous.
    public func knownAt(_ text: String) throws(UnreadableText) -> TypedKnownAt {
        let folded = text.folded
        if ["", "maintenant", "now"].contains(folded) { return .now }
        if let instant = Instant(folded.uppercased()) { return .instant(instant) }
        if let version = version(folded) { return .version(version) }
        guard let (dayText, hour, minute) = DayReader.time(folded) else { return .instant(try lastInstant(of: try day(text), typed: text)) }
        if dayText.isEmpty { throw UnreadableText(.day, .missing, typed: text) }
        let instants = DayReader.instants(on: try day(dayText), hour: hour, minute: minute)
        switch instants.count {
        case 1: return .instant(instants[0].adding(microseconds: 59_999_999))
        case 0: throw UnreadableText(.time, .notInCalendar, typed: text)
        default: throw UnreadableText(.time, .ambiguous, typed: text)
        }
    }

    /// `fait 7`, `fact 7`, `version:7`.
    private func version(_ text: String) -> Int? {
        let parts = text.split { $0 == " " || $0 == ":" }
        guard parts.count == 2, ["fait", "fact", "version"].contains(parts[0]), parts[1].utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        return Int(parts[1])
    }

    private func lastInstant(of day: Day, typed: String) throws(UnreadableText) -> Instant {
        // Midnight is never skipped or repeated in Paris.
        guard let midnight = DayReader.instants(on: day.next, hour: 0, minute: 0).first else {
            throw UnreadableText(.year, .notInCalendar, typed: typed)
        }
        return midnight.adding(microseconds: -1)
    }

    /// Splits the time off the end of a text, and returns it with the text before it: `10:30`, `10 h 30`, `10h`.
    private static func time(_ text: String) -> (day: String, hour: Int, minute: Int)? {
        guard let mark = text.lastIndex(where: { $0 == ":" || $0 == "h" }) else { return nil }
        let before = text[..<mark].trimmed
        let after = text[text.index(after: mark)...].trimmed
        let hourDigits = before.reversed().prefix { $0.isASCII && $0.isNumber }.count
        guard (1...2).contains(hourDigits), let hour = Int(before.suffix(hourDigits)), (0...23).contains(hour) else { return nil }
        guard after.isEmpty ? text[mark] == "h" : after.utf8.count == 2 && after.utf8.allSatisfy({ (48...57).contains($0) }),
            let minute = after.isEmpty ? 0 : Int(after), minute < 60
        else { return nil }
        var day = before.dropLast(hourDigits).trimmed
        for word in [" a", " at"] where day.hasSuffix(word) { day = day.dropLast(word.count).trimmed }
        return (String(day), hour, minute)
    }

    /// The instants of a time of day in Paris: one, or none or two when clocks change.
    private static func instants(on day: Day, hour: Int, minute: Int) -> [Instant] {
        [1, 2].map { offset in
            Instant(microseconds: (Int64(day.number) * 1_440 + Int64((hour - offset) * 60 + minute)) * 60_000_000)
        }.filter { $0.parisTime == (day, hour, minute) }
    }
}

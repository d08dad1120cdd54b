import CivilTime

/// The sittings of an office: a few on each working day, in Paris time. All events of a sitting share one instant, so even a large
/// portfolio has no more instants than sittings.
struct OfficeCalendar: Sendable {
    /// The sittings of a day.
    enum Part: Int, CaseIterable {
        case files, morning, afternoon, evening
    }

    /// The instants of all sittings, in order.
    let sittings: [Instant]
    private let first: Day
    private let last: Day
    /// For each day from `first` to `last`, the first sitting on that day or later.
    private let sittingFrom: [Int]

    /// The calendar of the working days from `first` through `last`.
    init(from first: Day, through last: Day) {
        self.first = first
        self.last = last
        var sittings: [Instant] = []
        var sittingFrom: [Int] = []
        for number in first.number...max(first.number, last.number) {
            let day = Day(number: number)
            sittingFrom.append(sittings.count)
            if day.isWorkingDay { sittings += Part.allCases.map { OfficeCalendar.instant(of: $0, on: day) } }
        }
        self.sittings = sittings
        self.sittingFrom = sittingFrom
    }

    /// The sitting on this day or on the next working day; `nil` after the last day.
    func sitting(onOrAfter day: Day, _ part: Part) -> Int? {
        guard day <= last else { return nil }
        let sitting = sittingFrom[max(0, day.number - first.number)] + part.rawValue
        return sitting < sittings.count ? sitting : nil
    }

    private static func instant(of part: Part, on day: Day) -> Instant {
        let minutes = [8 * 60 + 5, 9 * 60 + 50, 14 * 60 + 10, 16 * 60 + 40][part.rawValue]
        var chance = Chance(seed: 0, stream: UInt64(bitPattern: Int64(day.number * 4 + part.rawValue)))
        let seconds = minutes * 60 + chance.below(55 * 60)
        // At 22:30 UTC it is the next day in Paris in summer, the same day in winter. The clocks change on Sundays, never on a working day.
        let evening = Instant(microseconds: (Int64(day.number) * 86_400 + 81_000) * 1_000_000)
        let offset = evening.parisDay == day ? 3600 : 7200
        return Instant(microseconds: (Int64(day.number) * 86_400 + Int64(seconds - offset)) * 1_000_000 + Int64(chance.below(1_000_000)))
    }
}

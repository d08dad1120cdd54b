import CivilTime

/// The tense of an event, relative to today.
enum Tense: CaseIterable {
    case past, present, future

    /// The tense of a day.
    init(of day: Day, today: Day) { self = day < today ? .past : day == today ? .present : .future }

    /// The tense of a month.
    init(of month: Month, today: Day) {
        let now = Month(of: today)
        self = month < now ? .past : month == now ? .present : .future
    }

    /// The form of a verb.
    func form(_ past: String, _ present: String, _ future: String) -> String {
        switch self {
        case .past: past
        case .present: present
        case .future: future
        }
    }
}

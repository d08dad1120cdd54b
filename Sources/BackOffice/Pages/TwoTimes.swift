import CivilTime
import ContractService
import HTML
import Words

/// The two times of a page: *on* a day, as *known at* an instant.
struct TwoTimes: Sendable {
    /// The day asked about.
    let on: Day
    /// The knowledge asked about: the present, an instant or a version.
    private(set) var knownAt: KnownAt
    /// The typed texts that could not be read, by field.
    private(set) var unreadable: [(field: String, text: String, problem: UnreadableText)] = []
    /// Whether the address has a readable day.
    let isOnAsked: Bool

    /// Reads `on` and `known-at`, as typed or as in links. An unreadable value is reported, and counts as missing.
    init(_ query: PageFields, _ visit: Visit) {
        let reader = DayReader(today: visit.today)
        var (on, knownAt): (Day?, KnownAt?) = (nil, nil)
        var unreadable: [(field: String, text: String, problem: UnreadableText)] = []
        if let text = query["on"] {
            do throws(UnreadableText) {
                if let day = Day(text) { on = day } else { on = try reader.day(text) }
            } catch { unreadable.append(("on", text, error)) }
        }
        if let text = query["known-at"] {
            do throws(UnreadableText) {
                knownAt = try KnownAt(text, by: reader)
            } catch { unreadable.append(("known-at", text, error)) }
        }
        isOnAsked = on != nil
        self.on = on ?? visit.today
        self.knownAt = knownAt ?? .now
        self.unreadable = unreadable
    }

    /// Today, as known at an instant.
    init(knownAt: KnownAt, _ visit: Visit) {
        self.init(PageFields([("known-at", knownAt == .now ? "" : knownAt.description)]), visit)
    }

    /// The same, with a future instant replaced by the present: nobody can promise what will be known.
    func upToNow(_ visit: Visit) -> TwoTimes {
        var times = self
        if case .instant(let instant) = knownAt, instant > visit.now { times.knownAt = .now }
        return times
    }

    /// An address with these times in its query, except default values.
    func keeping(_ address: PageAddress) -> PageAddress {
        address.setting("on", to: isOnAsked ? on.description : nil)
            .setting("known-at", to: knownAt == .now ? nil : knownAt.description)
    }
}

extension KnownAt {
    /// Reads a knowledge, as typed or as in links.
    init(_ text: String, by reader: DayReader) throws(UnreadableText) {
        if let known = KnownAt(text) { self = known } else { self.init(try reader.knownAt(text)) }
    }

    /// The knowledge that a clerk typed.
    init(_ typed: TypedKnownAt) {
        switch typed {
        case .now: self = .now
        case .instant(let instant): self = .instant(instant)
        case .version(let version): self = .version(version)
        }
    }

    /// The text that a clerk would type for it.
    func typed(in language: Language) -> String {
        switch self {
        case .now: TypedKnownAt.now.written(in: language)
        case .instant(let instant): TypedKnownAt.instant(instant).written(in: language)
        case .version(let version): TypedKnownAt.version(version).written(in: language)
        }
    }
}

import CivilTime
import ContractService
import HTML
import Portfolio
import Words

/// What of the worklist a page shows, as its address says.
struct WorkRequest: Sendable {
    /// How many days ahead the page looks, unless the address says more.
    static let daysAhead = 30

    /// What is asked for; its last day is never nil.
    let filter: WorkFilter
    /// Behind which line the page begins; nil for the first page.
    let from: String?
    /// What was typed for the last day, and is no day.
    private(set) var unreadableDay: UnreadableText?
    /// What was typed for the employer, and is no code.
    private(set) var unreadableEmployer: String?
    /// What was typed, for the form to show again.
    let typed: (dueThrough: String, employer: String)
    private let keepsDay: Bool

    /// Reads the query. What cannot be read is told, and counts as not given.
    init(_ query: PageFields, _ visit: Visit, employers: EmployerCodes) {
        var day: Day?
        if let text = query["due-through"] {
            do throws(UnreadableText) {
                if let written = Day(text) { day = written } else { day = try DayReader(today: visit.today).day(text) }
            } catch { unreadableDay = error }
        }
        var employer = query["employer"]
        if let code = employer, !employers.accepts(code) {
            unreadableEmployer = code
            employer = nil
        }
        keepsDay = day != nil
        filter = WorkFilter(
            kind: query["kind"].flatMap { WorkFilter.Kind($0) },
            dueThrough: day ?? visit.today.adding(days: Self.daysAhead), employer: employer)
        from = query["from"]
        typed = (day?.writtenShort ?? query["due-through"] ?? "", query["employer"] ?? "")
    }

    /// The last day on which something of the page is due.
    func lastDay(_ visit: Visit) -> Day { filter.dueThrough ?? visit.today.adding(days: Self.daysAhead) }

    /// The first page of what is asked for, of one kind or of all.
    func address(of kind: WorkFilter.Kind?) -> PageAddress {
        PageAddress("work").setting("kind", to: kind?.description)
            .setting("due-through", to: keepsDay ? filter.dueThrough?.description : nil).setting("employer", to: filter.employer)
    }

    /// The page that begins behind a line.
    func address(from place: String?) -> PageAddress { address(of: filter.kind).setting("from", to: place) }
}

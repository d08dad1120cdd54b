import Billing
import BillingService
import CivilTime
import ContractService
import HTML
import Portfolio
import Words

/// The part of the worklist that a page shows, from its address.
struct WorkRequest: Sendable {
    /// The number of days ahead that the page shows by default.
    static let daysAhead = 30

    /// The kind of work; nil for all.
    let topic: WorkTopic?
    /// The filter on the portfolio's work; its last day is never nil.
    let filter: WorkFilter
    /// The position after which the page starts; nil for the first page.
    let from: String?
    /// The typed last day that could not be read.
    private(set) var unreadableDay: UnreadableText?
    /// The typed employer that is not a code.
    private(set) var unreadableEmployer: String?
    /// The typed texts, to be shown in the form again.
    let typed: (dueThrough: String, employer: String)
    private let keepsDay: Bool

    /// Reads the query. An unreadable value is reported, and counts as missing.
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
        topic = query["kind"].flatMap { WorkTopic($0) }
        let kind: WorkFilter.Kind? = if case .portfolio(let kind) = topic { kind } else { nil }
        filter = WorkFilter(
            kind: kind,
            dueThrough: day ?? visit.today.adding(days: Self.daysAhead), employer: employer)
        from = query["from"]
        typed = (day?.writtenShort ?? query["due-through"] ?? "", query["employer"] ?? "")
    }

    /// The last due day on the page.
    func lastDay(_ visit: Visit) -> Day { filter.dueThrough ?? visit.today.adding(days: Self.daysAhead) }

    /// The filter on the work about money.
    var moneyFilter: MoneyWorkFilter {
        let kind: MoneyWorkKind? = if case .money(let kind) = topic { kind } else { nil }
        return MoneyWorkFilter(kind: kind, dueThrough: filter.dueThrough, employer: filter.employer)
    }

    /// The first page of the same filter, for one kind or for all.
    func address(of topic: WorkTopic?) -> PageAddress {
        PageAddress("work").setting("kind", to: topic?.description)
            .setting("due-through", to: keepsDay ? filter.dueThrough?.description : nil).setting("employer", to: filter.employer)
    }

    /// The page that starts after a position.
    func address(from place: String?) -> PageAddress { address(of: topic).setting("from", to: place) }
}

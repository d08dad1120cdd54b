import CivilTime

/// The days on which the statuses told of a person hold, by what each kind of status is good for.
struct StatusDays: Sendable {
    /// Of a student, an apprentice or a job seeker: a right through an age.
    private(set) var studies = DaySet()
    /// Of a disability that is recognised and proven: a right at any age.
    private(set) var disabilities = DaySet()
    /// The last days of the statuses, in order.
    private var lastDays: [Day] = []

    init() {}

    init(_ statuses: [BeneficiaryStatus]) {
        studies = DaySet(statuses.lazy.filter { $0.kind != .disabled }.map(\.period))
        disabilities = DaySet(statuses.lazy.filter { $0.kind == .disabled && $0.cdaph == true && $0.evidence != nil }.map(\.period))
        lastDays = statuses.filter { !$0.period.isEmpty }.compactMap(\.period.through).sorted()
    }

    /// Whether a status ends with a day, whatever it is good for.
    func endsOne(on day: Day) -> Bool {
        let place = lastDays.indices.searchFirst { lastDays[$0] >= day }
        return place < lastDays.count && lastDays[place] == day
    }
}

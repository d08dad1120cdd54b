import CivilTime

/// The days on which a person's statuses hold, by the right that each kind of status gives.
struct StatusDays: Sendable {
    /// Days as a student, an apprentice or a job seeker: the right lasts up to an age limit.
    private(set) var studies = DaySet()
    /// Days of a recognised and proven disability: a right at any age.
    private(set) var disabilities = DaySet()
    /// The last days of all statuses, in order.
    private var lastDays: [Day] = []

    init() {}

    init(_ statuses: [BeneficiaryStatus]) {
        var (studies, disabilities): ([Period], [Period]) = ([], [])
        for status in statuses {
            if status.kind != .disabled {
                studies.append(status.period)
            } else if status.cdaph == true, status.evidence != nil {
                disabilities.append(status.period)
            }
            if let last = status.period.through, !status.period.isEmpty { lastDays.append(last) }
        }
        self.studies = DaySet(studies)
        self.disabilities = DaySet(disabilities)
        if lastDays.count > 1 { lastDays.sort() }
    }

    /// Whether a status of any kind ends with a day.
    func endsOne(on day: Day) -> Bool {
        let place = lastDays.indices.searchFirst { lastDays[$0] >= day }
        return place < lastDays.count && lastDays[place] == day
    }
}

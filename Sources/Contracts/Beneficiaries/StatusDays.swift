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

    /// Whether a status ends with a day, whatever it is good for.
    func endsOne(on day: Day) -> Bool {
        let place = lastDays.indices.searchFirst { lastDays[$0] >= day }
        return place < lastDays.count && lastDays[place] == day
    }
}

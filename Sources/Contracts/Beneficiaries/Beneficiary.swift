public import CivilTime

/// A person enrolled in a contract besides the holder, as the facts in force describe them.
public struct Beneficiary: Sendable {
    /// Their identifier.
    public let id: BeneficiaryID
    /// Their relation to the holder.
    public let relation: Relation
    /// Their birth date.
    public let bornOn: Day
    private var moves: ByDay<Move> = ByDay()
    /// For each move, the day on which the person joined; `nil` after a removal. After a removal, a new enrolment starts a new joining.
    private var joinings: [Day?] = []
    /// The recorded statuses with the versions of their events, in order of recording.
    private(set) var statuses: [Recorded<BeneficiaryStatus>] = []
    private(set) var statusDays = StatusDays()
    /// How many of `statuses` are in `statusDays`.
    private var settledStatuses = 0

    private struct Move: DayFact {
        let effectiveOn: Day
        let event: Int
        /// `nil` for a removal.
        let enrolment: Enrolment?
    }

    /// A person with a single enrolment. Call `settle()` before any question.
    private init(beginning enrolment: Recorded<Enrolment>) {
        id = enrolment.fact.beneficiary
        relation = enrolment.fact.relation
        bornOn = enrolment.fact.bornOn
        add(enrolment)
    }

    /// All people whom these facts enrol, in the order of their first enrolment.
    static func all(in facts: FactsInForce) -> [Beneficiary] {
        var all: [Beneficiary] = []
        for enrolment in facts.enrolments {
            if let known = all.firstIndex(where: { $0.id == enrolment.fact.beneficiary }) {
                all[known].add(enrolment)
            } else {
                all.append(Beneficiary(beginning: enrolment))
            }
        }
        // Ignores removals and statuses of people who have no enrolment in force.
        for removal in facts.removals {
            if let known = all.firstIndex(where: { $0.id == removal.fact.beneficiary }) { all[known].add(removal) }
        }
        for record in facts.statuses {
            if let known = all.firstIndex(where: { $0.id == record.fact.beneficiary }) { all[known].add(record) }
        }
        for place in all.indices { all[place].settle() }
        return all
    }

    /// A person with a first enrolment, and the removals and statuses recorded before it.
    init(_ enrolment: Recorded<Enrolment>, in facts: FactsInForce) {
        self.init(beginning: enrolment)
        for removal in facts.removals where removal.fact.beneficiary == id { add(removal) }
        for record in facts.statuses where record.fact.beneficiary == id { add(record) }
        settle()
    }

    /// A copy of the person with one more enrolment.
    func taking(_ enrolment: Recorded<Enrolment>) -> Beneficiary {
        var person = self
        person.add(enrolment)
        person.settle()
        return person
    }

    /// Adds a removal of the person.
    mutating func take(_ removal: Recorded<Removal>) {
        add(removal)
        settle()
    }

    /// Adds a status of the person.
    mutating func take(_ record: Recorded<StatusRecord>) {
        add(record)
        settle()
    }

    private mutating func add(_ removal: Recorded<Removal>) {
        moves.add(Move(effectiveOn: removal.fact.effectiveOn, event: removal.version, enrolment: nil))
    }

    private mutating func add(_ record: Recorded<StatusRecord>) {
        statuses.append(Recorded(version: record.version, fact: record.fact.status))
    }

    private mutating func add(_ enrolment: Recorded<Enrolment>) {
        moves.add(Move(effectiveOn: enrolment.fact.effectiveOn, event: enrolment.version, enrolment: enrolment.fact))
        if let status = enrolment.fact.status { statuses.append(Recorded(version: enrolment.version, fact: status)) }
    }

    /// Updates joinings and status days after facts were added.
    private mutating func settle() {
        moves.sort()
        joinings.removeAll(keepingCapacity: true)
        for move in moves.all {
            joinings.append(move.enrolment == nil ? nil : (joinings.last ?? nil) ?? move.effectiveOn)
        }
        if settledStatuses == statuses.count { return }
        settledStatuses = statuses.count
        statusDays = StatusDays(statuses.map(\.fact))
    }

    /// The enrolment in force on the glance's day, with its event, and the day on which the person joined.
    ///
    /// `nil` when the person is not enrolled on that day.
    func enrolment(_ glance: inout Glance) -> (told: Recorded<Enrolment>, joinedOn: Day)? {
        guard let place = moves.place(&glance), let enrolment = moves.all[place].enrolment, let joinedOn = joinings[place] else {
            return nil
        }
        return (Recorded(version: moves.all[place].event, fact: enrolment), joinedOn)
    }

    /// The enrolment in force on a day, with its event; `nil` when the person is not enrolled then.
    func enrolment(on day: Day) -> Recorded<Enrolment>? {
        var glance = Glance(day)
        return enrolment(&glance)?.told
    }

    /// The version of the event that removed the person by that day; `nil` if none did, or if they are enrolled again by then.
    func removal(by day: Day) -> Int? {
        var glance = Glance(day)
        guard let last = moves.on(&glance), last.enrolment == nil else { return nil }
        return last.event
    }

    /// A run of days on which the person is enrolled.
    struct Stay {
        let person: BeneficiaryID
        let from: Day
        /// The first day after the stay.
        let until: Day?
        /// The version of the event that started the stay.
        let event: Int
    }

    /// The stays in order of days.
    var stays: [Stay] {
        var stays: [Stay] = []
        var begun: Move?
        func end(on day: Day?) {
            guard let first = begun, first.effectiveOn != day else { return }
            stays.append(Stay(person: id, from: first.effectiveOn, until: day, event: first.event))
        }
        for move in moves.all {
            if move.enrolment != nil {
                begun = begun ?? move
            } else {
                end(on: move.effectiveOn)
                begun = nil
            }
        }
        end(on: nil)
        return stays
    }
}

public import CivilTime

/// A person enrolled in a contract besides the holder: what its facts in force say of them.
public struct Beneficiary: Sendable {
    /// Who.
    public let id: BeneficiaryID
    /// What they are to the holder.
    public let relation: Relation
    /// Their birth date.
    public let bornOn: Day
    /// By day, then by order of recording.
    private var moves: [Move] = []
    /// The statuses told, with the versions that told them, in order of recording.
    private(set) var statuses: [Told<BeneficiaryStatus>] = []

    private struct Move {
        let on: Day
        let event: Int
        /// `nil` for a removal.
        let enrolment: Enrolment?
    }

    /// A person whom nothing was told of but this.
    init(_ enrolment: Told<Enrolment>) {
        id = enrolment.fact.beneficiary
        relation = enrolment.fact.relation
        bornOn = enrolment.fact.bornOn
        take(enrolment)
    }

    /// Everyone whom these facts enrol, in the order in which they were first told.
    static func all(in facts: FactsInForce) -> [Beneficiary] {
        var all: [Beneficiary] = []
        for enrolment in facts.enrolments {
            if let known = all.firstIndex(where: { $0.id == enrolment.fact.beneficiary }) {
                all[known].take(enrolment)
            } else {
                all.append(Beneficiary(enrolment))
            }
        }
        // Whom nothing enrols any more is not there to be removed, or to have a status.
        for removal in facts.removals {
            if let known = all.firstIndex(where: { $0.id == removal.fact.beneficiary }) { all[known].take(removal) }
        }
        for record in facts.statuses {
            if let known = all.firstIndex(where: { $0.id == record.fact.beneficiary }) { all[known].take(record) }
        }
        return all
    }

    /// A person not enrolled by facts before, with all that they tell of them.
    init(_ enrolment: Told<Enrolment>, in facts: FactsInForce) {
        self.init(enrolment)
        for removal in facts.removals where removal.fact.beneficiary == id { take(removal) }
        for record in facts.statuses where record.fact.beneficiary == id { take(record) }
    }

    /// The person with one more enrolment.
    func taking(_ enrolment: Told<Enrolment>) -> Beneficiary {
        var person = self
        person.take(enrolment)
        return person
    }

    /// Takes a removal of the person.
    mutating func take(_ removal: Told<Removal>) {
        insert(Move(on: removal.fact.effectiveOn, event: removal.version, enrolment: nil))
    }

    /// Takes a status of the person.
    mutating func take(_ record: Told<StatusRecord>) { statuses.append(Told(version: record.version, fact: record.fact.status)) }

    /// Takes one more enrolment of the person.
    private mutating func take(_ enrolment: Told<Enrolment>) {
        insert(Move(on: enrolment.fact.effectiveOn, event: enrolment.version, enrolment: enrolment.fact))
        if let status = enrolment.fact.status { statuses.append(Told(version: enrolment.version, fact: status)) }
    }

    private mutating func insert(_ move: Move) {
        let place = moves.lastIndex { ($0.on, $0.event) <= (move.on, move.event) }.map { $0 + 1 } ?? 0
        moves.insert(move, at: place)
    }

    /// The enrolment in force on the day looked at, with its event, and the day on which the person joined: leaving and joining again is
    /// a new joining. `nil` when the person is not enrolled then.
    func enrolment(_ glance: inout Glance) -> (told: Told<Enrolment>, joinedOn: Day)? {
        var last: Move?
        var joinedOn: Day?
        for move in moves {
            guard glance.hasReached(move.on) else { break }
            last = move
            joinedOn = move.enrolment == nil ? nil : joinedOn ?? move.on
        }
        guard let last, let enrolment = last.enrolment, let joinedOn else { return nil }
        return (Told(version: last.event, fact: enrolment), joinedOn)
    }

    /// The enrolment in force on a day, with its event; `nil` when the person is not enrolled then.
    func enrolment(on day: Day) -> Told<Enrolment>? {
        var glance = Glance(day)
        return enrolment(&glance)?.told
    }

    /// The version of the event that removed the person, if nothing enrols them again by that day.
    func removal(by day: Day) -> Int? {
        guard let last = moves.last(where: { $0.on <= day }), last.enrolment == nil else { return nil }
        return last.event
    }

    /// A run of days on which the person is enrolled.
    struct Stay {
        let person: BeneficiaryID
        let from: Day
        /// The first day after it.
        let until: Day?
        /// The version of the event that began it.
        let event: Int
    }

    /// In order of days.
    var stays: [Stay] {
        var stays: [Stay] = []
        var begun: Move?
        func end(on day: Day?) {
            guard let first = begun, first.on != day else { return }
            stays.append(Stay(person: id, from: first.on, until: day, event: first.event))
        }
        for move in moves {
            if move.enrolment != nil {
                begun = begun ?? move
            } else {
                end(on: move.on)
                begun = nil
            }
        }
        end(on: nil)
        return stays
    }
}

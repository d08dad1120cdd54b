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
    private let moves: [Move]
    /// The statuses told, with the versions that told them.
    let statuses: [Told<BeneficiaryStatus>]

    private struct Move {
        let on: Day
        let event: Int
        /// `nil` for a removal.
        let enrolment: Enrolment?
    }

    /// The person whom these facts name; `nil` when none of them enrols one.
    init?(_ id: BeneficiaryID, in facts: FactsInForce) {
        let enrolments = facts.enrolments.filter { $0.fact.beneficiary == id }
        guard let first = enrolments.first?.fact else { return nil }
        self.id = id
        relation = first.relation
        bornOn = first.bornOn
        let joined = enrolments.map { Move(on: $0.fact.effectiveOn, event: $0.version, enrolment: $0.fact) }
        let left = facts.removals.filter { $0.fact.beneficiary == id }
            .map { Move(on: $0.fact.effectiveOn, event: $0.version, enrolment: nil) }
        moves = (joined + left).sorted { ($0.on, $0.event) < ($1.on, $1.event) }
        let told = facts.statuses.filter { $0.fact.beneficiary == id }.map { Told(version: $0.version, fact: $0.fact.status) }
        statuses = enrolments.compactMap { enrolment in enrolment.fact.status.map { Told(version: enrolment.version, fact: $0) } } + told
    }

    /// The enrolment in force on a day, with its event; `nil` when the person is not enrolled then.
    func enrolment(on day: Day) -> Told<Enrolment>? {
        guard let last = moves.last(where: { $0.on <= day }), let enrolment = last.enrolment else { return nil }
        return Told(version: last.event, fact: enrolment)
    }

    /// The day on which the person joined, of the enrolment in force on a day: leaving and joining again is a new joining.
    func joinedOn(before day: Day) -> Day? {
        moves.prefix { $0.on <= day }.reduce(nil) { joined, move in move.enrolment == nil ? nil : joined ?? move.on }
    }

    /// Whether the person is enrolled on that day or a later one.
    func isEnrolled(onOrAfter day: Day) -> Bool {
        enrolment(on: day) != nil || moves.contains { $0.on > day && enrolment(on: $0.on) != nil }
    }

    /// The days on which enrolment or a status may change.
    var breaks: [Day] {
        moves.map(\.on) + [bornOn] + statuses.flatMap { [$0.fact.period.from, $0.fact.period.until].compactMap(\.self) }
    }
}

import CivilTime

/// What a known history comes to, whatever is asked of it. Shared by the copies of a contract.
///
/// `@unchecked`: it changes only in the hands of a contract that holds it alone (``Contract/learn(_:)``).
final class Folded: @unchecked Sendable {
    let course: Course
    private(set) var beneficiaries: [Beneficiary]
    private(set) var portabilities: [Portability]

    init(_ course: Course) {
        self.course = course
        beneficiaries = Beneficiary.all(in: course.facts)
        portabilities = course.portabilities
    }

    init(copying other: Folded) {
        course = Course(copying: other.course)
        beneficiaries = other.beneficiaries
        portabilities = other.portabilities
    }

    /// Takes one more fact, told after all others; no rescission.
    func take(_ event: RecordedFact, knownAt instant: Instant) {
        course.take(event, knownAt: instant)
        switch event.fact {
        case .affiliation, .exemption, .suspension, .temporaryCessation, .resumption, .employmentEnd, .portabilityStart, .portabilityEnd,
            .proof:
            portabilities = course.portabilities
        case .enrolment(let fact):
            if beneficiaries.contains(where: { $0.id == fact.beneficiary }) {
                // Statuses told on joining come before those told later.
                beneficiaries = Beneficiary.all(in: course.facts)
            } else {
                beneficiaries.append(Beneficiary(Told(version: event.version, fact: fact), in: course.facts))
            }
        case .removal(let fact):
            if let place = place(of: fact.beneficiary) { beneficiaries[place].take(Told(version: event.version, fact: fact)) }
        case .statusRecord(let fact):
            if let place = place(of: fact.beneficiary) { beneficiaries[place].take(Told(version: event.version, fact: fact)) }
        default: break
        }
    }

    private func place(of id: BeneficiaryID) -> Int? { beneficiaries.firstIndex { $0.id == id } }
}

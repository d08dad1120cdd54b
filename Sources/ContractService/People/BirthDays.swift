import CivilTime
import Contracts

/// The days of birth that a contract was told of its people.
struct BirthDays {
    private var told: [Person: [Day]] = [:]

    /// Those that these facts tell, annulled or not.
    init(_ facts: some Sequence<Fact>) {
        for fact in facts {
            guard let (person, day) = fact.birth, !(told[person]?.contains(day) ?? false) else { continue }
            told[person, default: []].append(day)
        }
    }

    /// All that were told of a person, in the order in which they were: usually one.
    subscript(person: Person) -> [Day] { told[person] ?? [] }

    /// Whoever was told of.
    var people: Set<Person> { Set(told.keys) }
}

extension Fact {
    /// The day of birth that the fact tells, and whose it is.
    var birth: (person: Person, day: Day)? {
        switch self {
        case .affiliation(let affiliation): (.holder, affiliation.bornOn)
        case .enrolment(let enrolment): (.beneficiary(enrolment.beneficiary), enrolment.bornOn)
        default: nil
        }
    }
}

extension Contract {
    /// The day of birth of a person, as the last fact that holds tells it.
    func birthDay(of person: Person) -> Day? {
        let annulled = Set(
            events.compactMap { event -> Int? in if case .rescission(let rescission) = event.fact { rescission.version } else { nil } })
        return events.last { $0.fact.birth?.person == person && !annulled.contains($0.version) }?.fact.birth?.day
    }

    /// Whether a fact that holds tells that the holder works, or worked, for the employer with this code.
    func names(employer code: String) -> Bool {
        let annulled = Set(
            events.compactMap { event -> Int? in if case .rescission(let rescission) = event.fact { rescission.version } else { nil } })
        return events.contains { event in
            guard !annulled.contains(event.version) else { return false }
            switch event.fact {
            case .affiliation(let affiliation): return affiliation.employer == code
            case .employerChange(let change): return change.employer == code
            default: return false
            }
        }
    }
}

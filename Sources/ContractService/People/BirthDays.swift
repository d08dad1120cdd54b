import CivilTime
import Contracts

/// The days of birth in a contract's facts, by person.
struct BirthDays {
    private var told: [Person: [Day]] = [:]

    /// The days of birth in `facts`, including annulled ones.
    init(_ facts: some Sequence<Fact>) {
        for fact in facts {
            guard let (person, day) = fact.birth, !(told[person]?.contains(day) ?? false) else { continue }
            told[person, default: []].append(day)
        }
    }

    /// All recorded days of birth of a person, in order: usually one.
    subscript(person: Person) -> [Day] { told[person] ?? [] }

    /// All people with a recorded day of birth.
    var people: Set<Person> { Set(told.keys) }
}

extension Fact {
    /// The day of birth in this fact, with its person.
    var birth: (person: Person, day: Day)? {
        let named = named
        return named.bornOn.map { (named.beneficiary.map { .beneficiary($0) } ?? .holder, $0) }
    }
}

extension Contract {
    /// A person's day of birth, from the last fact that gives it and is not annulled.
    func birthDay(of person: Person) -> Day? {
        let annulled = rescissions
        return events.last { $0.fact.birth?.person == person && annulled[$0.version] == nil }?.fact.birth?.day
    }

    /// Whether a fact that is not annulled names the employer with this code.
    func names(employer code: String) -> Bool {
        let annulled = rescissions
        return events.contains { $0.fact.named.employer == code && annulled[$0.version] == nil }
    }
}

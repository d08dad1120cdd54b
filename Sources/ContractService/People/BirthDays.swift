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
        let named = named
        return named.bornOn.map { (named.beneficiary.map { .beneficiary($0) } ?? .holder, $0) }
    }
}

extension Contract {
    /// The day of birth of a person, as the last fact that holds tells it.
    func birthDay(of person: Person) -> Day? {
        let annulled = rescissions
        return events.last { $0.fact.birth?.person == person && annulled[$0.version] == nil }?.fact.birth?.day
    }

    /// Whether a fact that holds tells that the holder works, or worked, for the employer with this code.
    func names(employer code: String) -> Bool {
        let annulled = rescissions
        return events.contains { $0.fact.named.employer == code && annulled[$0.version] == nil }
    }
}

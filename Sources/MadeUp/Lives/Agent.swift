import CivilTime
import Contracts

/// The agent at the beginning of a made-up life.
struct Agent: Sendable {
    var kind: Employment.Kind
    var bornOn: Day
    var isWoman: Bool
    /// The employer's rank among ``Employers``.
    var employer: Int
    var employment: Employment
    /// Gross monthly pay in cents, without its variations.
    var pay: Int
    /// In how many of a thousand months the pay varies.
    var payVaries: Int
    var option: Option
    var remoteTransmission: Bool?

    /// The age on a day, in whole years.
    func age(on day: Day) -> Int { (day.number - bornOn.number) * 4 / 1461 }

    /// A random agent who joins on a day.
    init(joining day: Day, in world: World, _ chance: inout Chance) {
        kind = chance.one(of: Agent.kinds)
        let age = Agent.age(kind, &chance)
        bornOn = day.adding(months: -12 * age).adding(days: -chance.number(1...364))
        isWoman = chance.happens(690)
        employer = world.employers.draw(&chance)
        let career = Agent.seniority(kind, age: age, &chance)
        employment = Agent.employment(kind, years: career, before: day, &chance)
        pay = Agent.pay(kind, years: min(career, 32), &chance)
        payVaries = chance.one(of: [(value: 350, weight: 12), (value: 850, weight: 33), (value: 980, weight: 55)])
        option = chance.one(of: [(value: .base, weight: 54), (value: .option1, weight: 28), (value: .option2, weight: 18)])
        remoteTransmission = chance.one(of: [(value: true, weight: 34), (value: nil, weight: 58), (value: false, weight: 8)])
    }

    private static let kinds: [(value: Employment.Kind, weight: Int)] = [
        (value: .civilServant, weight: 61), (value: .contractual, weight: 21), (value: .privateSchoolTeacher, weight: 12),
        (value: .apprentice, weight: 4), (value: .stateWorker, weight: 2),
    ]

    private static func age(_ kind: Employment.Kind, _ chance: inout Chance) -> Int {
        switch kind {
        case .apprentice: chance.number(17...26)
        case .contractual: (chance.number(21...62) + chance.number(21...48)) / 2
        // The sum of two draws is likeliest in the middle: most teachers are in their forties.
        case .civilServant, .privateSchoolTeacher, .stateWorker: (chance.number(23...67) + chance.number(25...63)) / 2
        }
    }

    private static func seniority(_ kind: Employment.Kind, age: Int, _ chance: inout Chance) -> Int {
        switch kind {
        case .apprentice: 0
        case .contractual: chance.below(min(9, age - 20))
        case .civilServant, .privateSchoolTeacher, .stateWorker: max(0, age - chance.number(22...34))
        }
    }

    /// An employment that has begun by a day.
    static func employment(_ kind: Employment.Kind, years: Int, before day: Day, _ chance: inout Chance) -> Employment {
        let schoolYear = day.schoolYear.adding(-12 * years).firstDay
        let began = chance.happens(700) ? schoolYear : schoolYear.adding(days: chance.number(1...300))
        let startedOn = min(day, began)
        let endsOn: Day? =
            switch kind {
            case .apprentice: startedOn.adding(months: chance.number(2...5) * 6).previous
            case .contractual: contractEnd(after: day, &chance)
            case .civilServant, .privateSchoolTeacher, .stateWorker: nil
            }
        return Employment(kind: kind, startedOn: startedOn, endsOn: endsOn.map { max($0, day.adding(days: 30)) })
    }

    private static func contractEnd(after day: Day, _ chance: inout Chance) -> Day? {
        let september = day.adding(days: 45).nextSchoolYear
        let ends = chance.one(of: [
            (value: 0, weight: 46), (value: 1, weight: 14), (value: 2, weight: 16), (value: 3, weight: 12), (value: 4, weight: 12),
        ])
        return switch ends {
        case 0: september.previous.lastDay
        case 1: september.adding(-2).firstDay.adding(days: chance.below(14))
        case 2: september.adding(11).lastDay
        case 3: day.adding(days: chance.number(40...260))
        default: nil
        }
    }

    private static func pay(_ kind: Employment.Kind, years: Int, _ chance: inout Chance) -> Int {
        let (first, step) =
            switch kind {
            case .civilServant: chance.happens(60) ? (3_350_00, 48_00) : (2_140_00, 47_00)
            case .privateSchoolTeacher: (2_080_00, 43_00)
            case .stateWorker: (1_920_00, 26_00)
            case .contractual: (1_830_00, 31_00)
            case .apprentice: (1_020_00, 90_00)
            }
        return (first + step * years) * chance.number(955...1060) / 1000
    }
}

/// Draws the next command of a life, with an eye on what the contract has come to: most are plausible, some are not.
struct Scribe {
    /// Who a beneficiary is, when nobody makes a mistake.
    struct Person {
        var relation: ModelRelation
        var bornOn: ModelDay
    }

    /// What a life turns around.
    enum Theme { case anything, portability, absence, family }

    let theme: Theme
    var contract: ModelContract
    var now: ModelInstant
    /// What the contract has come to by now.
    private(set) var known: ModelHistory
    let days: [ModelDay]
    let people: [Person]

    init(scheme: ModelScheme, choices: inout Choices) {
        theme = choices.one(weighted: [(3, .anything), (4, .portability), (3, .absence), (2, .family)])
        contract = ModelContract(scheme: scheme)
        days = Scribe.drawDays(&choices)
        var people: [Person] = []
        for _ in 0..<(theme == .family ? 6 : 4) { people.append(Scribe.drawPerson(near: days, isFamily: theme == .family, &choices)) }
        self.people = people
        now = ModelInstant(choices.one(of: days), hour: 9).adding(seconds: -86_400 * choices.number(below: 40))
        known = ModelHistory(scheme: scheme, recorded: [], knownAt: now)
    }

    private static func drawDays(_ choices: inout Choices) -> [ModelDay] {
        let starts: [ModelDay] = [
            "2026-05-01", "2026-08-31", "2026-05-30", "2026-09-15", "2026-10-24", "2026-12-31", "2027-03-27", "2027-11-29",
        ]
        var days = [choices.one(of: starts)]
        for _ in 0..<choices.number(in: 3...6) {
            let last = days[days.count - 1]
            let month = ModelMonth(containing: last)
            days.append(
                choices.one(weighted: [
                    (3, last.next), (2, last.adding(days: 30)), (2, last.adding(days: 31)), (2, last.adding(days: 14)),
                    (2, last.adding(months: 1)), (2, last < month.lastDay ? month.lastDay : month.adding(1).lastDay),
                    (2, month.adding(1).firstDay), (1, last.adding(months: 3)), (1, last.adding(months: 6)), (1, last.adding(months: 12)),
                    (1, last < "2028-02-29" ? "2028-02-29" : last.next),
                ]))
        }
        return days
    }

    private static func drawPerson(near days: [ModelDay], isFamily: Bool, _ choices: inout Choices) -> Person {
        let relation = choices.one(weighted: [
            (3, ModelRelation.child), (3, .spouse), (1, .grandchild), (1, .partnerChild), (1, .partnerGrandchild), (2, .civilPartner),
            (1, .cohabitant),
        ])
        let age = relation.isPartner ? 40 : choices.one(weighted: [(5, 21), (4, 25), (isFamily ? 12 : 2, 20), (1, 30), (1, 12), (1, 0)])
        let turning = choices.one(of: days).adding(days: choices.number(in: -1...2))
        return Person(relation: relation, bornOn: turning.adding(months: -12 * age))
    }

    mutating func advanceClock(_ choices: inout Choices) {
        let day = 86_400
        switch choices.number(below: 9) {
        case 0: break
        case 1: now = now.adding(microseconds: 1)
        case 2, 3: now = now.adding(seconds: 3_600)
        case 4, 5: now = now.adding(seconds: day)
        case 6: now = now.adding(seconds: 12 * day)
        case 7: now = now.adding(seconds: 33 * day)
        default:
            let turn = ModelInstant.midnightInParis(ModelMonth(containing: now.parisDay).adding(1).firstDay)
            now = turn.adding(microseconds: choices.chance(50) && turn.adding(microseconds: -1) >= now ? -1 : 0)
        }
    }

    mutating func command(_ choices: inout Choices) -> ModelCommand {
        known = ModelHistory(scheme: contract.scheme, recorded: contract.events, knownAt: now)
        if contract.events.isEmpty && choices.chance(90) {
            let day = choices.chance(70) ? days[0] : day(&choices)
            return choices.chance(85) ? affiliate(on: day, &choices) : exempt(on: day, &choices)
        }
        return !contract.events.isEmpty && choices.chance(7) ? correction(&choices) : single(&choices)
    }

    /// A command of one fact.
    func single(_ choices: inout Choices) -> ModelCommand {
        switch choices.number(below: 20) {
        case 0...8: fittingTransition(&choices)
        case 9...17: attached(&choices)
        default: anyTransition(on: day(&choices), &choices)
        }
    }

    /// One of the days of this life, rarely another.
    func day(_ choices: inout Choices) -> ModelDay {
        let day = choices.one(of: days)
        return choices.chance(8) ? day.adding(days: choices.number(in: -31...31)) : day
    }
}

import CivilTime
import Contracts

/// A life while it is made up: the facts told to the office, by whom and when. The rules later decide which are lawful.
struct Biography {
    let world: World
    let contract: UInt128
    var chance: Chance
    var tellings: [Telling] = []
    var agent: Agent

    /// The first day under the scheme.
    let joinedOn: Day
    /// The sitting that opened the contract. Nothing is told before it.
    var opened = 0
    /// The sitting of the last transition told. The next transition is not told before it.
    var lastTransition = 0
    /// The holder's kinds of income, each with its first day.
    var spells: [(from: Day, spell: Spell)] = []
    var family = Family()

    /// The holder's kind of income: the employer declares pay only in a `paid` spell.
    enum Spell: Sendable {
        case paid, unpaid, out
    }

    /// Begins the life behind the contract with this number.
    init(_ number: Int, in world: World) {
        self.world = world
        chance = Chance(seed: world.seed, stream: UInt64(number))
        contract = chance.uuid()
        joinedOn = Biography.arrival(in: world, &chance)
        agent = Agent(joining: joinedOn, in: world, &chance)
    }

    /// Makes up the whole life.
    mutating func live() {
        if joinedOn == world.scheme.effectiveFrom, chance.happens(75) {
            liveExempt()
        } else {
            join(on: joinedOn)
            meetFamily()
            work(from: joinedOn)
        }
        changeMinds()
        declarePay()
    }

    /// The day of joining. Most agents join on the scheme's first day; others later, half of them at the start of a school year.
    private static func arrival(in world: World, _ chance: inout Chance) -> Day {
        let first = world.scheme.effectiveFrom
        if chance.happens(880) { return first }
        let last = world.until.adding(days: -12)
        let years = (last.number - first.number) / 365
        let september = first.nextSchoolYear.adding(12 * chance.number(0...years)).firstDay
        if chance.happens(500), september < last { return september }
        return first.adding(days: chance.number(1...(last.number - first.number)))
    }
}

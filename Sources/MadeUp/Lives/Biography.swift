import CivilTime
import Contracts

/// A life as it is being made up: what is told of it, to whom and when. Whether it is lawful is left to the rules.
struct Biography {
    let world: World
    let contract: UInt128
    var chance: Chance
    var tellings: [Telling] = []
    var agent: Agent

    /// The first day under the scheme.
    let joinedOn: Day
    /// The sitting that opened the contract: nothing is told before it.
    var opened = 0
    /// The sitting of the last transition told: the next one is not told before it.
    var lastTransition = 0
    /// What the holder lives on, by first day.
    var spells: [(from: Day, spell: Spell)] = []
    var family = Family()

    /// What decides whether an employer declares pay.
    enum Spell: Sendable {
        case paid, unpaid, out
    }

    /// The person behind the contract with this number.
    init(_ number: Int, in world: World) {
        self.world = world
        chance = Chance(seed: world.seed, stream: UInt64(number))
        contract = chance.uuid()
        joinedOn = Biography.arrival(in: world, &chance)
        agent = Agent(joining: joinedOn, in: world, &chance)
    }

    /// Makes the whole life up.
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

    /// Most are there from the scheme's first day; others arrive all along, half of them at the start of a school year.
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

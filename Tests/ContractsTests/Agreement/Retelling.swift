import Contracts

/// The facts of a life that count at its end, and the same facts in another order, in which those of one day keep theirs.
struct Retelling: CustomStringConvertible {
    var life: Life
    var facts: [ModelCommand]
    var retold: [ModelCommand]

    var description: String {
        "scheme \(life.schemeName)\n" + facts.map { "\($0)" }.joined(separator: "\n") + "\nretold\n"
            + retold.map { "\($0)" }.joined(separator: "\n")
    }

    static func draw(_ choices: inout Choices) -> Retelling {
        let life = Life.draw(&choices, atMost: 20)
        let facts = life.known.events.map(\.command)
        var order = Array(facts.indices)
        for _ in 0..<choices.number(in: 1...3) where order.count > 1 {
            let from = choices.number(below: order.count)
            order.insert(order.remove(at: from), at: choices.number(below: order.count))
        }
        let days = facts.map(\.fact.effectiveOn)
        var retold: [ModelCommand] = []
        var left = Set(order)
        for place in order where left.contains(place) {
            // Those of its day that were told earlier come first.
            for earlier in facts.indices where earlier <= place && left.contains(earlier) && days[earlier] == days[place] {
                retold.append(facts[earlier])
                left.remove(earlier)
            }
        }
        return Retelling(life: life, facts: facts, retold: retold)
    }
}

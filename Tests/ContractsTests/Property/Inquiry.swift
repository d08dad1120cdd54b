/// A random life, and what is asked of it.
struct Inquiry: CustomStringConvertible {
    struct Question: CustomStringConvertible {
        var on: ModelDay
        var knownAt: ModelInstant
        /// Asks by version when given.
        var version: Int?

        var description: String { "on \(on) known at \(version.map { "version \($0)" } ?? knownAt.description)" }
    }

    var life: Life
    var questions: [Question]

    var description: String { life.description }

    static func draw(_ choices: inout Choices) -> Inquiry {
        let life = Life.draw(&choices)
        var inquiry = Inquiry(life: life, questions: [])
        let turns = turns(of: life)
        choices.parts(atMost: 20) { choices in
            inquiry.questions.append(
                Question(
                    on: choices.chance(50) ? choices.one(of: turns).adding(days: choices.number(in: -1...1)) : life.dayToAsk(&choices),
                    knownAt: life.instantToAsk(&choices),
                    version: choices.chance(8) ? choices.number(in: 0...life.steps.count + 1) : nil))
        }
        return inquiry
    }

    /// The days on which something turns by itself: a window, a month of it, a birthday, a status, a deadline.
    private static func turns(of life: Life) -> [ModelDay] {
        var result = life.days
        let known = life.known
        for portability in known.portabilities {
            result += [portability.window.from, portability.window.end, portability.days.last?.next ?? portability.window.end]
            result += portability.days.indices.filter { $0 % 12 == 0 }.map { portability.days[$0] }
        }
        for person in known.persons.values {
            result += [21, 25].map { person.joinings[0].bornOn.adding(months: 12 * $0) } + person.moves.map(\.day)
            result += person.statuses.flatMap { [$0.from, $0.through?.next ?? $0.from] }
        }
        for transition in known.transitions where transition.standing == .suspended {
            result += [transition.day, transition.day.adding(days: 13), known.lastDayToRequest(forAbsenceFrom: transition.day).next]
        }
        for event in known.events {
            if case .exempt(let exemption) = event.command {
                result += [6, 12].map { exemption.effectiveOn.adding(months: $0) } + [exemption.through?.next].compactMap(\.self)
            }
        }
        return result
    }
}

/// A random life of one contract: what it was told, and when. Some of it is refused.
struct Life: Sendable, CustomStringConvertible {
    struct Step: Sendable {
        var at: ModelInstant
        var command: ModelCommand
    }

    var scheme: ModelScheme
    var schemeName: String
    var steps: [Step] = []
    /// What the model came to, and what it said of each step.
    var model: ModelContract
    var verdicts: [ModelContract.Verdict] = []
    /// The days on which things happen, and at which it is worth asking.
    var days: [ModelDay] = []

    var description: String {
        "scheme \(schemeName)\n" + steps.map { "\($0.at) \($0.command)" }.joined(separator: "\n")
    }

    /// The instant after all that was told.
    var end: ModelInstant { (steps.last?.at ?? "2026-05-01T00:00:00Z").adding(seconds: 60) }

    /// Draws a life of `most` commands at the most. Instants never go back; days are few, and close to where rules turn.
    static func draw(_ choices: inout Choices, atMost most: Int = 32) -> Life {
        let variants: [(String, ModelScheme)] = [
            ("education", .education), ("corrected", .corrected), ("exact", .exact),
        ]
        let (name, scheme) = choices.one(weighted: [(2, variants[0]), (1, variants[1]), (1, variants[2])])
        var scribe = Scribe(scheme: scheme, choices: &choices)
        var life = Life(scheme: scheme, schemeName: name, model: scribe.contract, days: scribe.days)
        choices.parts(atMost: most) { choices in
            scribe.advanceClock(&choices)
            let command = scribe.command(&choices)
            life.steps.append(Step(at: scribe.now, command: command))
            life.verdicts.append(scribe.contract.submit(command, at: scribe.now))
        }
        life.model = scribe.contract
        return life
    }

    /// What the model knows at the end.
    var known: ModelHistory { ModelHistory(scheme: scheme, recorded: model.events, knownAt: end) }

    /// A day worth asking about: one on which something happens, or the eve or the morrow, or one that follows from it.
    func dayToAsk(_ choices: inout Choices) -> ModelDay {
        let day = choices.one(of: days)
        return switch choices.number(below: 6) {
        case 0: day
        case 1: day.previous
        case 2: day.next
        case 3: day.adding(days: choices.one(of: [15, 16, 29, 30, 31]))
        case 4: day.adding(months: choices.number(in: 1...13)).adding(days: choices.number(in: -1...1))
        default: day.adding(days: choices.number(in: -40...400))
        }
    }

    /// An instant worth asking about: a recorded one, the moment before it, one on which a month turns in Paris,
    /// or one from which a corrected parameter is known.
    func instantToAsk(_ choices: inout Choices) -> ModelInstant {
        let at = steps.isEmpty ? "2026-06-01T00:00:00Z" : choices.one(of: steps).at
        switch choices.number(below: 5) {
        case 0: return steps.last?.at ?? at
        case 1: return at
        case 2: return at.adding(microseconds: -1)
        case 3 where !scheme.correctedAt.isEmpty:
            return choices.one(of: scheme.correctedAt).adding(microseconds: choices.chance(30) ? -1 : 0)
        default:
            let month = ModelMonth(containing: at.parisDay).adding(choices.number(in: 1...14))
            return ModelInstant.midnightInParis(month.firstDay).adding(microseconds: choices.chance(50) ? -1 : 0)
        }
    }
}

extension ModelInstant {
    /// The instant at which a day begins in Paris.
    static func midnightInParis(_ day: ModelDay) -> ModelInstant {
        let summer = ModelInstant(day).adding(seconds: -7_200)
        return summer.parisDay == day ? summer : ModelInstant(day).adding(seconds: -3_600)
    }
}

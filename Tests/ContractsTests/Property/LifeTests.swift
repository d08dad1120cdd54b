import Testing

/// The generator of lives, measured on the model: a rule that random lives never meet would be checked by nothing.
@Suite struct LifeTests {
    @Test func `random lives meet every rule and carry every command, and about half of what they say is accepted`() {
        var accepted: [String: Int] = [:]
        var refused: [ModelRule: Int] = [:]
        var total = 0
        var unchanged = 0
        for seed in 1...400 as ClosedRange<UInt64> {
            var choices = Choices(seed: seed)
            let life = Life.draw(&choices)
            for (step, verdict) in zip(life.steps, life.modelled().verdicts) {
                total += 1
                switch verdict {
                case .accepted: accepted[step.command.name, default: 0] += 1
                case .unchanged: unchanged += 1
                case .refused(let rule): refused[rule, default: 0] += 1
                }
            }
        }
        for name in ModelCommand.names { #expect(accepted[name, default: 0] >= 5, "\(name) is hardly ever accepted") }
        for rule in ModelRule.allCases { #expect(refused[rule, default: 0] >= 2, "\(rule.rawValue) hardly ever refuses") }
        #expect(unchanged > 0)
        let share = Double(accepted.values.reduce(0, +)) / Double(total)
        #expect((0.4...0.7).contains(share), "accepted \(share) of \(total)")
        if environment("PROPERTY_STATISTICS") != nil {
            print("accepted \(share) of \(total), unchanged \(unchanged)")
            for (name, count) in accepted.sorted(by: { $0.value < $1.value }) { print(count, name) }
            for rule in ModelRule.allCases.sorted(by: { refused[$0, default: 0] < refused[$1, default: 0] }) {
                print(refused[rule, default: 0], rule.rawValue)
            }
        }
    }
}

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
            for (step, verdict) in zip(life.steps, life.verdicts) {
                total += 1
                switch verdict {
                case .accepted: accepted[step.command.name, default: 0] += 1
                case .unchanged: unchanged += 1
                case .refused(let rule): refused[rule, default: 0] += 1
                }
            }
        }
        for name in ModelCommand.names { #expect(accepted[name, default: 0] >= 5, "\(name) is hardly ever accepted") }
        // Drawn lives have no limits; `AgreementTests` tells them again within some.
        for rule in ModelRule.allCases where rule != .contractFull {
            #expect(refused[rule, default: 0] >= 2, "\(rule.rawValue) hardly ever refuses")
        }
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

    @Test func `questions put to random lives meet every kind of answer`() {
        var met: [String: Int] = [:]
        for seed in 1...500 as ClosedRange<UInt64> {
            var choices = Choices(seed: seed)
            let inquiry = Inquiry.draw(&choices)
            let contract = inquiry.life.model
            for question in inquiry.questions {
                guard let known = contract.history(knownAt: question.knownAt) else {
                    met["unknown", default: 0] += 1
                    continue
                }
                for kind in kinds(of: known, on: question.on) { met[kind, default: 0] += 1 }
            }
        }
        let expected = [
            "unknown", "none", "exempt", "suspended", "covered active", "covered paidAbsence", "covered temporaryCessation",
            "covered continuation", "covered portability", "provisional portability", "lapsed portability", "expired exemption",
            "after a portability's days", "beneficiary covered", "beneficiary suspended", "beneficiary kept in portability",
            "beneficiary left behind by portability", "beneficiary not eligible", "priced beneficiary", "month of an affiliation",
            "may be continued", "mandate missing", "mandate there", "proof proven", "proof awaited", "proof overdue",
            "standing ended", "standing outside", "months 12", "months fewer",
        ]
        for kind in expected { #expect(met[kind, default: 0] >= 3, "\(kind) is hardly ever met") }
        if environment("PROPERTY_STATISTICS") != nil {
            for (kind, count) in met.sorted(by: { $0.value < $1.value }) { print(count, kind) }
        }
    }

    private func kinds(of known: ModelHistory, on day: ModelDay) -> [String] {
        let holder = known.holderCover(on: day)
        let standing = known.standing(on: day)
        let month = ModelMonth(containing: day)
        let cotisation = known.cotisation(of: month)
        var kinds = [holder.state.rawValue + (holder.basis.map { " \($0.rawValue)" } ?? ""), "standing \(standing.rawValue)"]
        if standing == .exempt && holder == .none { kinds.append("expired exemption") }
        if standing == .portability && holder == .none { kinds.append("after a portability's days") }
        for person in known.persons.values {
            let cover = known.cover(of: person, on: day)
            let isEligible = known.isEligible(person, on: day)
            kinds.append("beneficiary \(cover.state.rawValue)")
            if !isEligible { kinds.append("beneficiary not eligible") }
            if holder.basis == .portability {
                if cover != .none { kinds.append("beneficiary kept in portability") }
                if cover == .none && isEligible { kinds.append("beneficiary left behind by portability") }
            }
            let isPriced = cotisation.agentToInsurerCents > 0
            if isPriced, known.cover(of: person, on: known.referenceDay(of: month)).state == .covered { kinds.append("priced beneficiary") }
        }
        if known.referenceDay(of: month) != month.firstDay { kinds.append("month of an affiliation") }
        if let absence = known.unpaidAbsence(on: day), day <= known.lastDayToRequest(forAbsenceFrom: absence) {
            kinds.append("may be continued")
        }
        if cotisation.method == .directDebit { kinds.append(cotisation.mandateMissing ? "mandate missing" : "mandate there") }
        for portability in known.portabilities {
            kinds += portability.touchedMonths.map { "proof \(known.proofState(for: max(portability.window.from, $0.firstDay)).rawValue)" }
            kinds.append(portability.window.months == 12 ? "months 12" : "months fewer")
        }
        return kinds
    }
}

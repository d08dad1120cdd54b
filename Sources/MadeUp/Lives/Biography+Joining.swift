import CivilTime
import Contracts

extension Biography {
    /// The agent joins: through the employer's file when the scheme begins, or through recruitment papers later.
    mutating func join(on day: Day) {
        let affiliation = Affiliation(
            scheme: world.scheme.name, effectiveOn: day, employer: world.employers.codes[agent.employer], employment: agent.employment,
            bornOn: agent.bornOn, option: agent.option, grossMonthlyPay: Money(cents: agent.pay),
            remoteTransmission: agent.remoteTransmission)
        let told = openingSitting(on: day)
        tellings.append(Telling(sitting: told, recorder: .employers, content: .fact(.affiliation(affiliation))))
        if tellings.count == 1 { opened = told }
        lastTransition = told
        spells.append((day, .paid))
    }

    /// The sitting that opens a contract beginning on a day. Some employers send their files weeks ahead, others a little late.
    private mutating func openingSitting(on day: Day) -> Int {
        let calendar = world.calendar
        if day == world.scheme.effectiveFrom { return world.employers.trait(min(80, calendar.sittings.count), of: agent.employer) }
        // Employers send their files on different days. A file with missing papers comes later.
        let wanted = day.adding(days: chance.number(-12...lag(4...16)))
        let sent = wanted.adding(days: world.employers.trait(3, of: agent.employer))
        return max(lastTransition, calendar.sitting(onOrAfter: sent, .files) ?? calendar.sittings.count - 1)
    }

    /// A life that begins with an exemption, which is then renewed, given up or left to expire.
    mutating func liveExempt() {
        let ground = chance.one(of: Biography.grounds)
        var from = joinedOn
        opened = world.employers.trait(min(80, world.calendar.sittings.count), of: agent.employer)
        lastTransition = opened
        while from <= world.until.adding(days: 20) {
            let through = exemptionTerm(ground, from: from)
            let fact = Exemption(
                scheme: world.scheme.name, effectiveOn: from, through: through, ground: ground,
                swornStatementOn: from.adding(days: -chance.number(3...40)))
            let told = from == joinedOn ? joinedOn.adding(days: -30) : from.adding(days: chance.number(-25...15))
            guard tellTransition(.exemption(fact), on: told, by: from == joinedOn ? .employers : nil, .files) != nil else { return }
            let ends = through?.next ?? world.until.adding(days: 400)
            spells.append((from, .out))
            if chance.happens(340) {
                let givenUp = chance.happens(600) ? ends : min(ends, from.adding(days: chance.number(30...200)))
                guard givenUp < world.until else { return }
                agent.employment.endsOn = nil
                join(on: givenUp)
                meetFamily()
                return work(from: givenUp)
            }
            if chance.happens(60) { return leaveExempt(on: from.adding(days: chance.number(20...150))) }
            if chance.happens(300) { return }
            from = ends
        }
    }

    private mutating func leaveExempt(on day: Day) {
        let reason = chance.one(of: [EmploymentEnd.Reason.endOfContract, .resignation, .secondment, .transfer])
        tellTransition(.employmentEnd(EmploymentEnd(lastDay: day, reason: reason)), on: day.adding(days: lag(-10...20)), by: .employers)
    }

    private mutating func exemptionTerm(_ ground: Exemption.Ground, from day: Day) -> Day? {
        switch ground {
        case .individualContract: Month(of: day).adding(chance.number(1...8)).lastDay
        case .stateComplementaryCover: Month(of: day).adding(11).lastDay
        case .fixedTermWithCover: Month(of: day).adding(chance.number(2...6)).lastDay
        case .otherCollectiveCover: chance.happens(500) ? nil : Month(of: day).adding(chance.number(3...9)).lastDay
        }
    }

    private static let grounds: [(value: Exemption.Ground, weight: Int)] = [
        (value: .otherCollectiveCover, weight: 46), (value: .individualContract, weight: 30), (value: .fixedTermWithCover, weight: 16),
        (value: .stateComplementaryCover, weight: 8),
    ]
}

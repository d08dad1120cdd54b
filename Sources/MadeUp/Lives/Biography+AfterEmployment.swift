import CivilTime
import Contracts

extension Biography {
    /// The time after an employment: some agents keep their guarantees, with the monthly proofs; some find a new employment in the scheme.
    mutating func liveAfter(_ end: EmploymentEnd, employedFrom start: Day) {
        guard end.reason != .death else { return }
        let back = comesBack(after: end)
        // Suspended guarantees cannot be kept, and most agents do not ask: they learn this at once.
        let mayAsk = spell(on: end.lastDay) == .paid || chance.happens(250)
        switch end.reason {
        case .endOfContract, .dismissal, .mutualTermination: if mayAsk, chance.happens(840) { keepGuarantees(after: end, until: back) }
        case .resignation: if mayAsk, chance.happens(120) { keepGuarantees(after: end, until: back) }
        case .retirement: if chance.happens(10) { keepGuarantees(after: end, until: back) }
        case .death, .secondment, .transfer: break
        }
        guard let back, back < world.until else { return }
        agent.employer = world.employers.draw(&chance)
        agent.pay = agent.pay * chance.number(1000...1060) / 1000
        agent.employment = Agent.employment(agent.kind, years: 0, before: back, &chance)
        agent.employment.startedOn = back
        join(on: back)
        work(from: back)
    }

    /// The first day of a new employment in the scheme; nil when there is none.
    private mutating func comesBack(after end: EmploymentEnd) -> Day? {
        switch end.reason {
        case .endOfContract where chance.happens(420):
            let september = end.effectiveOn.nextSchoolYear.firstDay
            return chance.happens(500) ? september : end.effectiveOn.adding(days: chance.number(5...120))
        case .dismissal, .resignation, .mutualTermination, .secondment:
            return chance.happens(90) ? end.effectiveOn.adding(days: chance.number(20...150)) : nil
        default: return nil
        }
    }

    private mutating func keepGuarantees(after end: EmploymentEnd, until back: Day?) {
        let from = end.effectiveOn
        let opens = from.adding(days: chance.number(3...18))
        let benefitThrough = chance.happens(300) ? from.adding(days: chance.number(100...400)) : nil
        let start = PortabilityStart(
            bulletin: PortabilityStart.Bulletin(lastDay: end.lastDay, activityPeriods: activity(through: end.lastDay)),
            notification: PortabilityStart.Notification(opensOn: opens, benefitThrough: benefitThrough), retired: false)
        guard tellTransition(.portabilityStart(start), on: opens.adding(days: lag(4...30)), .afternoon) != nil else { return }
        // Portability lasts no longer than the employment did. The rules decide its exact length.
        let length = Month(of: end.lastDay).index - Month(of: agent.employment.startedOn).index
        let outer = [back, benefitThrough?.next, from.adding(months: min(12, max(1, length)))].compactMap(\.self).min() ?? from
        let givenUp = givesUp(from: from, before: outer)
        prove(from: from, until: givenUp?.effectiveOn ?? outer)
        guard let givenUp else { return }
        tellTransition(.portabilityEnd(givenUp), on: givenUp.effectiveOn.adding(days: lag(0...25)), .afternoon)
    }

    /// The last employment; for some agents also an earlier one.
    private mutating func activity(through last: Day) -> [PortabilityStart.ActivityPeriod] {
        let from = agent.employment.startedOn
        let whole = PortabilityStart.ActivityPeriod(from: from, through: last)
        guard chance.happens(250) else { return [whole] }
        let earlier = from.adding(days: -chance.number(90...500))
        return [PortabilityStart.ActivityPeriod(from: earlier.adding(days: -200), through: earlier), whole]
    }

    private mutating func givesUp(from: Day, before outer: Day) -> PortabilityEnd? {
        guard chance.happens(330), outer.number - from.number > 25 else { return nil }
        let reason = chance.one(of: [
            (value: PortabilityEnd.Reason.newEmployment, weight: 72), (value: .benefitsEnded, weight: 14), (value: .request, weight: 8),
            (value: .retirement, weight: 4), (value: .death, weight: 2),
        ])
        return PortabilityEnd(effectiveOn: from.adding(days: chance.number(20...(outer.number - from.number - 1))), reason: reason)
    }

    /// The monthly proofs in the file of France Travail. Most come in time, some late, some never; some report a loss of benefit.
    private mutating func prove(from: Day, until: Day) {
        guard until > from else { return }
        for month in Month(of: from)...Month(of: until.previous) {
            var proof = Proof(month: month)
            var told = month.next.firstDay.adding(days: 10)
            switch chance.below(1000) {
            case ..<65: continue
            case ..<150: told = told.adding(days: chance.number(28...100))
            case ..<172:
                let lost = max(month.firstDay, from).adding(days: chance.below(20))
                guard lost < until, month.contains(lost) else { continue }
                proof.lostOn = lost
            default: break
            }
            tell(.proof(proof), on: told, by: .franceTravail, .files, after: lastTransition)
            if proof.lostOn != nil { return }
        }
    }
}

import CivilTime
import Contracts

extension Biography {
    /// The years of an employment: a sequence of absences, until the employment or the world ends.
    mutating func work(from start: Day) {
        let end = employmentEnd(from: start)
        let last = end?.lastDay ?? world.until.adding(days: 90)
        if end == nil, chance.happens(22) { return liveExemptMeanwhile(from: start) }
        changeEmployers(from: start, before: last)
        var day = start.adding(days: chance.number(1...45))
        while day < min(last, world.until) {
            if chance.happens(6) { tellOfSomebodyElse(on: day) }
            day = beAbsent(from: day, employedThrough: last).adding(days: chance.number(5...58))
        }
        guard let end, spells.last.map({ $0.from <= end.lastDay }) ?? true else { return }
        let ahead = end.reason == .retirement ? -chance.number(20...100) : chance.number(-20...lag(3...25))
        let recorder: Recorder? = end.reason == .death ? nil : .employers
        guard tellTransition(.employmentEnd(end), on: end.lastDay.adding(days: ahead), by: recorder, .morning) != nil else { return }
        spells.append((end.effectiveOn, .out))
        liveAfter(end, employedFrom: start)
    }

    /// How and when the employment ends; `nil` when this is after the end of the world.
    private mutating func employmentEnd(from start: Day) -> EmploymentEnd? {
        if let endsOn = agent.employment.endsOn, endsOn < world.until.adding(days: 30), !chance.happens(480) {
            return EmploymentEnd(lastDay: endsOn, reason: .endOfContract)
        }
        let age = agent.age(on: start)
        let isTenured = agent.kind == .civilServant || agent.kind == .stateWorker
        // How many of ten thousand agents leave within a year, by reason.
        let yearly: [(value: EmploymentEnd.Reason, weight: Int)] = [
            (value: .retirement, weight: age >= 64 ? 6000 : age >= 61 ? 2600 : age >= 57 ? 300 : 0),
            (value: .resignation, weight: isTenured ? 60 : 300), (value: .dismissal, weight: isTenured ? 10 : 160),
            (value: .mutualTermination, weight: 90), (value: .death, weight: age >= 55 ? 40 : 8),
            (value: .secondment, weight: isTenured ? 110 : 0), (value: .transfer, weight: isTenured ? 90 : 30),
        ]
        let days = world.until.number - start.number + 60
        guard days > 30, chance.below(10_000 * 365) < yearly.reduce(0, { $0 + $1.weight }) * days else { return nil }
        let reason = chance.one(of: yearly)
        let day = start.adding(days: chance.number(15...days))
        return EmploymentEnd(lastDay: reason == .retirement ? Month(of: day).lastDay : day, reason: reason)
    }

    /// The agent is exempt for a time and then returns, without a break of employment.
    private mutating func liveExemptMeanwhile(from start: Day) {
        let from = start.adding(days: chance.number(20...150))
        let through = Month(of: from).adding(chance.number(0...5)).lastDay
        let fact = Exemption(
            scheme: world.scheme.name, effectiveOn: from, through: through, ground: .otherCollectiveCover,
            swornStatementOn: from.adding(days: -chance.number(2...20)))
        guard from < world.until, tellTransition(.exemption(fact), on: from.adding(days: lag(-20...10)), .files) != nil else { return }
        spells.append((from, .out))
        guard chance.happens(650), through.next < world.until else { return }
        agent.employment.endsOn = nil
        join(on: through.next)
    }

    /// Some agents change employer at the start of a school year. The new employer is known in June or on arrival.
    private mutating func changeEmployers(from start: Day, before last: Day) {
        var september = start.nextSchoolYear
        while september.firstDay < min(last, world.until) {
            if september.firstDay > start, chance.happens(115) {
                agent.employer = world.employers.draw(&chance)
                let change = EmployerChange(effectiveOn: september.firstDay, employer: world.employers.codes[agent.employer])
                tell(.employerChange(change), on: september.firstDay.adding(days: lag(-75...15)), by: .employers, .files)
            }
            september = september.adding(12)
        }
    }
}

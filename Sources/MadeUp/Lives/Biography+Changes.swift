import CivilTime
import Contracts

extension Biography {
    /// Members' actions in their own web space: papers and choices in the first weeks, changes now and then.
    mutating func changeMinds() {
        settleIn()
        let years = (world.until.number - joinedOn.number) / 365 + 1
        for _ in 0..<years {
            if chance.happens(260) { changeOption() }
            if chance.happens(140), let day = someDay() { changeRemoteTransmission(on: day) }
        }
    }

    /// In the first weeks many members send a mandate and agree to remote transmission, since they are asked for papers.
    private mutating func settleIn() {
        guard chance.happens(700), spell(on: joinedOn) != .out else { return }
        let day = joinedOn.adding(days: chance.number(0...55))
        sign(from: day, signedOn: day.adding(days: -chance.number(0...12)), perMille: 820, after: opened)
        if agent.remoteTransmission == nil, chance.happens(700) { changeRemoteTransmission(on: day) }
    }

    private mutating func changeOption() {
        guard let day = someDay() else { return }
        let others = Option.allCases.filter { $0 != agent.option }
        agent.option = chance.one(of: others)
        let from = Month(of: day).firstDay
        tell(.optionChange(OptionChange(effectiveOn: from, option: agent.option)), on: from.adding(days: lag(-40...8)), by: .member)
    }

    private mutating func changeRemoteTransmission(on day: Day) {
        let accepts = agent.remoteTransmission != true
        agent.remoteTransmission = accepts
        let change = RemoteTransmissionChange(effectiveOn: day, remoteTransmission: accepts)
        tell(.remoteTransmissionChange(change), on: day.adding(days: lag(0...10)), by: .member)
    }

    /// A random day on which the agent is employed; nil if none is found.
    private mutating func someDay() -> Day? {
        guard world.until.number - joinedOn.number > 40 else { return nil }
        let day = joinedOn.adding(days: chance.number(35...(world.until.number - joinedOn.number)))
        return spell(on: Month(of: day).firstDay) == .out ? nil : day
    }

    /// The holder's kind of income on a day.
    func spell(on day: Day) -> Spell { spells.last { $0.from <= day }?.spell ?? .out }

    /// The monthly payroll file, with each change of pay: a pay step or varying hours. Some declarations are corrected later.
    mutating func declarePay() {
        var told = agent.pay
        let payday = 7 + world.employers.trait(8, of: agent.employer)
        for month in Month(of: joinedOn)...Month(of: world.until) {
            let day = max(joinedOn, month.firstDay)
            guard spell(on: day) == .paid else { continue }
            if chance.happens(month.monthOfYear == 9 ? 120 : 25) { agent.pay = agent.pay * 1024 / 1000 }
            let pay = chance.happens(agent.payVaries) ? agent.pay + agent.pay * chance.below(140) / 1000 : agent.pay
            guard pay != told else { continue }
            told = pay
            let late = chance.happens(30) ? chance.number(30...95) : 0
            declare(pay, from: day, told: day.adding(days: payday + late))
            if chance.happens(190) { declare(pay + chance.number(20_00...300_00), from: day, told: day.adding(days: payday + 61)) }
        }
    }

    private mutating func declare(_ cents: Int, from day: Day, told: Day) {
        let declaration = PayDeclaration(effectiveOn: day, grossMonthlyPay: Money(cents: cents))
        tell(.payDeclaration(declaration), on: told, by: .payroll, .files)
    }
}

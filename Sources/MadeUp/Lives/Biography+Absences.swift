import CivilTime
import Contracts

extension Biography {
    private enum Absence {
        case short, long, birth, unpaid, cessation
    }

    /// One absence, from a day on.
    ///
    /// - Returns: the first day back, or the day after the end of the employment.
    mutating func beAbsent(from day: Day, employedThrough last: Day) -> Day {
        let age = agent.age(on: day)
        let mayHaveChild = (24...42).contains(age) && family.children.count < 4
        let absence = chance.one(of: [
            (value: Absence.short, weight: 900), (value: .long, weight: 18), (value: .birth, weight: mayHaveChild ? 36 : 0),
            (value: .unpaid, weight: 26), (value: .cessation, weight: 32),
        ])
        switch absence {
        case .short: return beIll(from: day, days: chance.one(of: [3, 3, 4, 5, 5, 7, 8, 10, 14, 15, 21, 30]), .sickLeave, last)
        case .long:
            let cause = chance.one(of: [Suspension.Cause.longSickLeave, .longSickLeave, .workAccident, .adoption])
            return beIll(from: day, days: chance.number(60...330), cause, last)
        case .birth: return haveChild(from: day, last)
        case .unpaid: return leaveUnpaid(from: day, last)
        case .cessation: return ceaseForATime(from: day, last)
        }
    }

    /// A paid leave: often told together with its end, sometimes long after it.
    private mutating func beIll(from day: Day, days: Int, _ cause: Suspension.Cause, _ last: Day) -> Day {
        let income: Suspension.Income = chance.one(of: [
            (value: .salary, weight: 84), (value: .employerFundedDailyAllowance, weight: 12), (value: .replacementIncome, weight: 4),
        ])
        let fact = Suspension(effectiveOn: day, cause: .own(cause), income: income)
        let told = day.adding(days: lag(1...12))
        guard tellTransition(.suspension(fact), on: told, by: .employers, .morning) != nil else { return last.next }
        return resume(on: day.adding(days: days), told: chance.happens(300) ? told : day.adding(days: days + lag(0...7)), last)
    }

    /// The return to work, unless the employment ends before.
    private mutating func resume(on day: Day, told: Day, _ last: Day) -> Day {
        guard day <= last else { return last.next }
        let recorder: Recorder? = chance.happens(700) ? .employers : nil
        guard tellTransition(.resumption(Resumption(effectiveOn: day)), on: told, by: recorder, .morning) != nil else { return last.next }
        if spells.last?.spell == .unpaid { spells.append((day, .paid)) }
        return day
    }

    /// Maternity, sometimes followed by parental leave, or paternity. The child is enrolled from its birth.
    private mutating func haveChild(from day: Day, _ last: Day) -> Day {
        let born = agent.isWoman ? day.adding(days: 42) : day
        let back = agent.isWoman ? day.adding(days: 112) : day.adding(days: 28)
        let fact = Suspension(effectiveOn: day, cause: .own(agent.isWoman ? .maternity : .paternity), income: .salary)
        guard tellTransition(.suspension(fact), on: day.adding(days: lag(-20...10)), by: .employers, .morning) != nil else {
            return last.next
        }
        if born <= last { enrolChild(bornOn: born, from: born, told: born.adding(days: lag(3...40))) }
        guard agent.isWoman, chance.happens(320), back <= last else { return resume(on: back, told: back.adding(days: lag(-15...6)), last) }
        return cease(.parentalLeave, from: back, days: chance.number(60...360), last)
    }

    /// An unpaid leave. Some agents ask to keep their guarantees, most of them in time.
    private mutating func leaveUnpaid(from day: Day, _ last: Day) -> Day {
        let cause = chance.one(of: [Suspension.Cause.personalConvenience, .followPartner, .studies, .unpaidLeave, .unpaidLeave, .other])
        let fact = Suspension(effectiveOn: day, cause: .own(cause), income: .none)
        let told = day.adding(days: lag(-40...12))
        guard let sitting = tellTransition(.suspension(fact), on: told, by: .employers, .morning) else { return last.next }
        spells.append((day, .unpaid))
        let back = day.adding(days: chance.one(of: [15, 30, 61, 92, 122, 184, 365]) + chance.below(12))
        if chance.happens(520) {
            let sent = day.adding(days: chance.happens(940) ? chance.number(-15...29) : chance.number(31...45))
            let request = ContinuationRequest(suspensionFrom: day, requestedOn: sent)
            let asked = tell(.continuationRequest(request), on: sent.adding(days: chance.number(1...8)), by: .member, after: sitting)
            if let asked {
                sign(from: day, signedOn: sent, perMille: 780, after: asked)
                let given = day.adding(days: chance.number(20...60))
                if chance.happens(260), given < back {
                    let end = ContinuationEnd(
                        effectiveOn: given, reason: chance.one(of: ["autre contrat", "coût", "à la demande de l'agent"]))
                    tell(.continuationEnd(end), on: given.adding(days: lag(-10...10)), by: .member, after: asked)
                }
            }
        }
        return resume(on: back, told: back.adding(days: lag(-15...15)), last)
    }

    /// A leave from the guide's closed list. Agents with a young child mostly take it to bring up the child.
    private mutating func ceaseForATime(from day: Day, _ last: Day) -> Day {
        if let child = family.youngChild(on: day), chance.happens(650) {
            let days = chance.number(45...330)
            return cease(.childUnder12Availability, from: day, days: days, child: child, last)
        }
        let cause = chance.one(of: [
            TemporaryCessation.Cause.familyCaregiverLeave, .healthAvailability, .professionalTrainingLeave, .unpaidFamilyChargeLeave,
            .familySolidarityLeave, .parentalPresenceLeave, .unpaidHealthLeave, .childCareAvailability,
        ])
        return cease(cause, from: day, days: chance.number(30...240), last)
    }

    private mutating func cease(
        _ cause: TemporaryCessation.Cause, from day: Day, days: Int, child: Family.Child? = nil, _ last: Day
    ) -> Day {
        let fact = TemporaryCessation(effectiveOn: day, cause: cause, childBornOn: child?.bornOn)
        guard let sitting = tellTransition(.temporaryCessation(fact), on: day.adding(days: lag(-45...10)), by: .employers, .morning) else {
            return last.next
        }
        spells.append((day, .unpaid))
        sign(from: day, signedOn: day.adding(days: chance.number(-20...20)), perMille: 760, after: sitting)
        let back = day.adding(days: days)
        return resume(on: back, told: back.adding(days: lag(-30...10)), last)
    }

    /// A SEPA mandate. Some agents forget to sign it, and some revoke it.
    mutating func sign(from day: Day, signedOn: Day, perMille: Int, after sitting: Int) {
        guard chance.happens(perMille) else { return }
        let reference = "RUM-" + String(100_000_000_000 + chance.below(900_000_000_000))
        let mandate = MandateRegistration(effectiveOn: day, mandateReference: reference, signedOn: signedOn)
        guard let told = tell(.mandateRegistration(mandate), on: signedOn.adding(days: lag(2...12)), by: .member, after: sitting),
            chance.happens(110)
        else { return }
        let revoked = signedOn.adding(days: chance.number(20...90))
        let revocation = MandateRevocation(effectiveOn: revoked, mandateReference: reference)
        tell(.mandateRevocation(revocation), on: revoked.adding(days: lag(0...10)), by: .member, after: told)
    }
}

import CivilTime
import Contracts

extension Fact {
    /// The fact with a clerk's mistake: another day, amount or choice; `nil` for kinds of facts without mistakes.
    func mistaken(_ chance: inout Chance) -> Fact? {
        switch self {
        case .suspension(var fact):
            fact.effectiveOn = fact.effectiveOn.adding(days: chance.number(1...3))
            return .suspension(fact)
        case .temporaryCessation(var fact):
            fact.effectiveOn = fact.effectiveOn.adding(days: chance.number(1...9))
            return .temporaryCessation(fact)
        case .resumption(var fact):
            fact.effectiveOn = fact.effectiveOn.adding(days: chance.number(1...6))
            return .resumption(fact)
        case .employmentEnd(var fact):
            fact.lastDay = fact.lastDay.adding(days: chance.number(1...14))
            return .employmentEnd(fact)
        case .enrolment(var fact):
            fact.bornOn = fact.bornOn.adding(days: -chance.number(1...30))
            return .enrolment(fact)
        case .optionChange(var fact):
            fact.option = fact.option == .base ? .option2 : .base
            return .optionChange(fact)
        case .payDeclaration(var fact):
            fact.grossMonthlyPay = Money(cents: fact.grossMonthlyPay.cents * 10)
            return .payDeclaration(fact)
        case .proof(var fact):
            if fact.lostOn == nil { return nil }
            fact.lostOn = nil
            return .proof(fact)
        case .affiliation, .exemption, .portabilityStart, .portabilityEnd, .statusRecord, .removal, .continuationRequest, .continuationEnd,
            .employerChange, .remoteTransmissionChange, .mandateRegistration, .mandateRevocation, .rescission, .erasure:
            return nil
        }
    }
}

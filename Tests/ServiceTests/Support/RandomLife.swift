import CivilTime
import JSON
import RandomTesting

@testable import ContractService

/// Commands at random, on few days and few people, so that they meet: some are lawful, some are not.
struct RandomLife {
    private var random: SplitMix

    init(seed: UInt64) { random = SplitMix(state: seed) }

    /// What comes next in a life that is affiliated already: now and then a correction.
    mutating func next() -> (command: CommandName, body: JSON) { number(below: 14) == 0 ? correction() : nextFact() }

    /// A correction of one event or two, and what is told in their place.
    private mutating func correction() -> (command: CommandName, body: JSON) {
        let versions = (0..<number(below: 3)).map { _ in JSON(2 + number(below: 12)) }
        var commands: [JSON] = []
        for _ in 0..<(versions.isEmpty ? 2 : number(below: 3)) {
            let (command, body) = nextFact()
            if command != .rescind { commands.append(JSON.object(["command": .string(command.rawValue)]).with(body)) }
        }
        if versions.isEmpty, commands.isEmpty { return nextFact() }
        return (.correct, ["reason": "put right", "rescind": .array(versions), "commands": .array(commands)])
    }

    /// What comes next, a single fact.
    mutating func nextFact() -> (command: CommandName, body: JSON) {
        let day = day()
        let effectiveOn: JSON = ["effectiveOn": text(day)]
        switch one(of: Self.weighted) {
        case .suspend:
            let cause = one(of: ["sickLeave", "unpaidLeave", "followPartner", "parentalLeave"])
            return (.suspend, effectiveOn.with(["cause": .string(cause), "income": .string(one(of: ["salary", "none", "none"]))]))
        case .startTemporaryCessation:
            return (.startTemporaryCessation, effectiveOn.with(["cause": .string(one(of: ["parentalLeave", "earlyCessation"]))]))
        case .resume: return (.resume, effectiveOn)
        case .endEmployment:
            return (
                .endEmployment, ["lastDay": text(day.previous), "reason": .string(one(of: ["endOfContract", "dismissal", "retirement"]))]
            )
        case .startPortability:
            let activity: JSON = ["from": text(day.adding(months: -1 - number(below: 9))), "through": text(day.previous)]
            return (
                .startPortability,
                [
                    "bulletin": ["lastDay": text(day.previous), "activityPeriods": [activity]], "notification": ["opensOn": text(day)],
                    "retired": false,
                ]
            )
        case .recordFranceTravailProof:
            let month = JSON.string("\(Month(of: day))")
            return (
                .recordFranceTravailProof,
                chance(4) ? ["month": month, "compensated": true] : ["month": month, "compensated": false, "lostOn": text(day)]
            )
        case .endPortability: return (.endPortability, effectiveOn.with(["reason": "newEmployment"]))
        case .affiliate: return (.affiliate, .affiliation(effectiveOn: day, ["option": .string(one(of: ["base", "option2"]))]))
        case .exempt:
            return (
                .exempt, effectiveOn.with(["scheme": "littoral-2026", "ground": "individualContract", "swornStatementOn": "2026-02-01"])
            )
        case .requestContinuation:
            return (.requestContinuation, ["suspensionFrom": text(day), "requestedOn": text(day.adding(days: number(below: 40)))])
        case .endContinuation: return (.endContinuation, effectiveOn.with(["reason": "too dear"]))
        case .addBeneficiary:
            let number = number(below: 4)
            return (
                .addBeneficiary,
                effectiveOn.with([
                    "beneficiary": person(number), "relation": number < 2 ? "spouse" : "child",
                    "bornOn": number < 2 ? "1990-01-01" : "2005-09-15",
                    "fiscallyDependent": true,
                ])
            )
        case .removeBeneficiary: return (.removeBeneficiary, effectiveOn.with(["beneficiary": person(number(below: 4)), "reason": ""]))
        case .recordBeneficiaryStatus:
            return (
                .recordBeneficiaryStatus, ["beneficiary": person(2 + number(below: 2)), "status": ["kind": "student", "from": text(day)]]
            )
        case .changeOption: return (.changeOption, effectiveOn.with(["option": .string(one(of: ["base", "option1", "option2"]))]))
        case .rescind: return (.rescind, ["version": JSON(2 + number(below: 12)), "reason": ""])
        case .revokeMandate: return (.revokeMandate, effectiveOn.with(["mandateReference": "RUM-1"]))
        default: return (.declarePay, effectiveOn.with(["grossMonthlyPayCents": JSON(200_000 + number(below: 90) * 1000)]))
        }
    }

    /// Each as often as it is worth.
    private static let weighted: [CommandName] = [
        (14, .suspend), (8, .startTemporaryCessation), (12, .resume), (7, .endEmployment), (8, .startPortability),
        (8, .recordFranceTravailProof),
        (3, .endPortability), (6, .affiliate), (3, .exempt), (8, .requestContinuation), (3, .endContinuation), (10, .addBeneficiary),
        (4, .removeBeneficiary), (3, .recordBeneficiaryStatus), (6, .changeOption), (10, .rescind), (1, .revokeMandate), (6, .declarePay),
    ].flatMap { Array(repeating: $1, count: $0) }

    private static let days: [Day] = [
        "2026-03-01", "2026-04-10", "2026-05-31", "2026-07-01", "2026-09-01", "2026-10-15", "2026-12-31", "2027-01-01", "2027-02-28",
    ]

    private mutating func day() -> Day { one(of: Self.days) }
    private func text(_ day: Day) -> JSON { .string("\(day)") }
    private func person(_ number: Int) -> JSON { .string("00000000-0000-4000-8000-00000000000\(number)") }
    private mutating func number(below bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
    private mutating func chance(_ outOfFive: Int) -> Bool { number(below: 5) < outOfFive }
    private mutating func one<Value>(of values: [Value]) -> Value { values[number(below: values.count)] }
}

import Billing
import CivilTime
import ContractTesting
import Contracts
import RandomTesting

/// Random facts of contracts with runs between them, and what the bank says.
struct RandomLife {
    /// What happens next.
    enum Step {
        case fact(Fact, BilledContract)
        case run(RunRequest)
        case comeBack(Int, DebitReturn.Kind, reason: String)
        case resume(BilledContract)
        case handOver(Int)
        case withdraw(Int)
        case bank(BankFact.Kind, BankFact.Payer, Int)
    }

    private var random: SplitMix
    static let contracts = [BilledContract.a, .b, BilledContract(bits: 0xC)]
    static let employers = ["0750001A", "0690002B", "0130003C"]
    /// Mean days between steps: short lives meet no prescription, long ones do.
    let pace: Int
    private var reference = 0

    init(seed: UInt64, pace: Int) {
        random = SplitMix(state: seed)
        self.pace = pace
    }

    private mutating func below(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }

    private mutating func one<Value>(of values: [Value]) -> Value { values[below(values.count)] }

    /// How far the clock goes before the next step.
    mutating func pause() -> Int64 { Int64(below(2 * pace * 24 + 1)) * 3_600_000_000 }

    /// The next step.
    mutating func step(in office: Office) -> Step {
        let asOf = office.now.parisDay
        switch below(20) {
        case 0...9:
            let id = one(of: RandomLife.contracts)
            return .fact(fact(asOf, isNew: office.events[id] == nil, events: office.events[id] ?? []), id)
        case 10...15:
            let next = office.book.lastCalled?.next ?? Month(of: asOf)
            if office.book.latest == nil, below(3) == 0 { return .run(.opening(next)) }
            switch below(11) {
            case 0: return .run(.catchUp)
            case 1: return .run(.closing(through: Month(of: asOf).adding(-1 - below(4))))
            case 2, 3: return .run(.cancelling(office.book.latest?.number ?? 1))
            default: return .run(.regular(next))
            }
        case 16: return .comeBack(below(4), one(of: DebitReturn.Kind.allCases), reason: one(of: ["AM04", "AM04", "AC04", "MD06", "MS03"]))
        case 17: return below(2) == 0 ? .resume(one(of: RandomLife.contracts)) : .handOver(below(3))
        case 18: return below(2) == 0 ? .withdraw(below(3)) : .handOver(below(3))
        default:
            let holder = below(2) == 0 ? AccountHolder.employer(one(of: RandomLife.employers)) : .agent(one(of: RandomLife.contracts))
            return .bank(one(of: BankFact.Kind.allCases), .holder(holder), 1 + below(20_000))
        }
    }

    private mutating func day(near day: Day) -> Day {
        let other = day.adding(days: below(500) - 350)
        return below(3) == 0 ? Month(of: other).firstDay : other
    }

    private mutating func fact(_ asOf: Day, isNew: Bool, events: [RecordedFact]) -> Fact {
        let on = day(near: asOf)
        if isNew {
            return .affiliation(
                Affiliation(
                    scheme: "example", effectiveOn: max(on, day("2026-05-01")), employer: one(of: RandomLife.employers),
                    employment: Employment(kind: .contractual, startedOn: day("2019-09-01")), bornOn: day("1985-03-14"),
                    option: one(of: [.base, .option1, .option2]), grossMonthlyPay: Money(cents: 125_000 + below(300_000))))
        }
        let text = on.description
        switch below(20) {
        case 0: return .sick(text)
        case 1, 2: return .unpaid(text)
        case 3, 4: return .parentalLeave(text)
        case 5: return .resumption(Resumption(effectiveOn: on))
        case 6: return .continuation(lastAbsence(in: events)?.description ?? text, sent: lastAbsence(in: events)?.description ?? text)
        case 7: return .end(text, below(8) == 0 ? .death : .endOfContract)
        case 8: return .affiliate(text, pay: 100_000 + below(400_000))
        case 9, 10: return .employer(text, one(of: RandomLife.employers))
        case 11: return .pay(text, 100_000 + below(400_000))
        case 12: return .option(text, one(of: [.base, .option1, .option2]))
        case 13, 14, 15, 16: return .mandate(text, one(of: ["RUM-1", "RUM-2"]))
        case 17: return .parentalLeave(text)
        case 18: return .child(text, born: Month(index: 2005 * 12 + below(240)).firstDay.description)
        default: return .rescind(1 + below(events.count))
        }
    }

    private func lastAbsence(in events: [RecordedFact]) -> Day? {
        for event in events.reversed() { if case .suspension(let fact) = event.fact { return fact.effectiveOn } }
        return nil
    }

    private func day(_ text: String) -> Day { ContractTesting.day(text) }

    /// Plays a step; false when it is refused.
    mutating func play(_ step: Step, in office: inout Office) throws -> Bool {
        do {
            switch step {
            case .fact(let fact, let id): try office.tell(fact, to: id)
            case .run(let request): try office.run(request)
            case .comeBack(let place, let kind, let reason):
                guard place < office.debits.count else { return false }
                let debit = office.debits[office.debits.count - 1 - place].debit
                try office.comeBack(debit.endToEndId, kind, reason: reason, on: office.now.parisDay.description)
            case .resume(let id): office.resume(id)
            case .handOver(let place), .withdraw(let place):
                let files = office.files.keys.sorted().reversed().map(\.self)
                guard place < files.count else { return false }
                if case .handOver = step {
                    try office.handOver(files[place], on: office.now.parisDay.description)
                } else {
                    try office.withdraw(files[place])
                }
            case .bank(let kind, let payer, let cents):
                reference += 1
                try office.record(kind, payer, cents, on: office.now.parisDay.description, reference: "REF-\(reference)")
            }
            return true
        } catch is Refusal { return false } catch is BillingRefusal { return false }
    }
}

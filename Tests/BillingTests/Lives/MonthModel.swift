import Billing
import CivilTime
import Contracts

/// The rule of lines told again, month by month and cent by cent, with nothing of the room: what each payer owes for each month in each flow.
struct MonthModel {
    struct Key: Hashable, Comparable, CustomStringConvertible {
        let contract: BilledContract
        let month: Int
        /// The employer's code; empty for the agent.
        let payer: String
        let flow: Flow

        var description: String { "\(contract.bits) \(Month(index: month)) \(payer) \(flow)" }

        static func < (left: Key, right: Key) -> Bool { left.description < right.description }
    }

    /// The cents of all lines so far.
    private(set) var called: [Key: Int] = [:]

    /// What a contract owes through a month, as known.
    static func due(_ id: BilledContract, _ contract: Contract, through last: Month) -> [Key: Int] {
        var due: [Key: Int] = [:]
        if contract.version == 0 { return due }
        var month = Month(index: 2026 * 12 + 4)
        while month <= last {
            let cotisation = contract.cotisation(of: month)
            let employer = employer(of: contract, on: cotisation.decidedOn)
            for flow in Flow.allCases where cotisation.due[flow] != .zero {
                let isAgents = flow == .agentToInsurer && cotisation.collection.method == .directDebit
                due[Key(contract: id, month: month.index, payer: isAgents ? "" : employer, flow: flow)] = cotisation.due[flow].cents
            }
            month = month.next
        }
        return due
    }

    private static func employer(of contract: Contract, on day: Day) -> String {
        var annulled: Set<Int> = []
        for case .rescission(let rescission) in contract.events.map(\.fact) { annulled.insert(rescission.version) }
        var last = (day: Day.distantPast, code: "nobody")
        for event in contract.events where !annulled.contains(event.version) {
            switch event.fact {
            case .affiliation(let fact) where fact.effectiveOn <= day && fact.effectiveOn >= last.day:
                last = (fact.effectiveOn, fact.employer)
            case .employerChange(let fact) where fact.effectiveOn <= day && fact.effectiveOn >= last.day:
                last = (fact.effectiveOn, fact.employer)
            default: break
            }
        }
        return last.code
    }

    /// What a run calls, and what is prescribed.
    mutating func run(due: [Key: Int], asOf: Day, isOpening: Bool) -> (lines: [Key: Int], prescribed: [Key: Int]) {
        var (lines, prescribed): ([Key: Int], [Key: Int]) = ([:], [:])
        for key in Set(due.keys).union(called.keys) {
            let open = due[key, default: 0] - called[key, default: 0]
            if open == 0 { continue }
            if !isOpening, isOver(key, open, asOf) { prescribed[key] = open } else { lines[key] = open }
        }
        take(lines)
        return (lines, prescribed)
    }

    mutating func take(_ lines: [Key: Int]) {
        for (key, cents) in lines { called[key] = called[key, default: 0] + cents == 0 ? nil : called[key, default: 0] + cents }
    }

    private func isOver(_ key: Key, _ cents: Int, _ asOf: Day) -> Bool {
        let (year, month) = (key.month / 12, key.month % 12 + 1)
        if cents > 0, !key.payer.isEmpty { return asOf.components.year > year + 4 }
        let last = Month(index: key.month).lastDay.components.day
        let years = cents > 0 ? 2 : 5
        // 29 February has its anniversary on 28 February; the last of another February stays the 28th.
        let end = Day(year: year + years, month: month, day: last) ?? Day(year: year + years, month: month, day: last - 1)
        return end.map { asOf > $0 } ?? true
    }
}

extension CallLine {
    /// The line's cents, flow by flow.
    var cents: [MonthModel.Key: Int] { contract.cents(month, payer, flows) }
}

extension PrescribedAmount {
    /// The amount's cents, flow by flow.
    var cents: [MonthModel.Key: Int] { contract.cents(month, payer, flows) }
}

extension BilledContract {
    fileprivate func cents(_ month: Month, _ payer: Payer, _ flows: Flows) -> [MonthModel.Key: Int] {
        var cents: [MonthModel.Key: Int] = [:]
        for flow in Flow.allCases where flows[flow] != .zero {
            cents[MonthModel.Key(contract: self, month: month.index, payer: payer.employer ?? "", flow: flow)] = flows[flow].cents
        }
        return cents
    }
}

public import CivilTime
public import Contracts

/// What facts that are not recorded yet cause the next regular run of a scheme to call for one contract.
///
/// It is what the run would call with these facts, less what it would call without them, both by ``CallRule``. So late facts, portability, a
/// death, a rescission or another payer need no rule of their own. All days are the earliest ones: a run that is made later may also know
/// other facts.
public struct CallForecast: Hashable, Sendable {
    /// The name of the scheme.
    public let scheme: String
    /// The last month that a run in force called.
    public let lastCalled: Month
    /// The month of the next regular run. A catch-up may adjust earlier months before it.
    public let month: Month
    /// The first day on which that run may be made.
    public let notBefore: Day
    /// By when employers pay its statements, at the earliest.
    public let payableOn: Day
    /// Whether an employer's credit is refunded; otherwise the next statement is reduced by it.
    public let refundsEmployers: Bool
    /// The amounts in order of months, employers before the agent. An `adjustment` is of a month called before.
    public let lines: [CallLine]
    /// What these facts make due, or no longer due, and no run calls because its time is over.
    public let prescribed: [PrescribedAmount]
    /// The agent's account after the run; `nil` when the facts change neither what the agent is asked for nor how it is settled.
    public let agent: AgentForecast?
}

extension CallForecast {
    /// The forecast for a contract; `nil` before the first run of the scheme.
    ///
    /// - Parameters:
    ///   - before: the contract without the facts.
    ///   - after: the contract with them, known at the present instant.
    ///   - scheme: the scheme, with its parameters of money.
    ///   - billed: what the scheme's runs made of the contract.
    public init?(
        of id: BilledContract, from before: Contract, to after: Contract, under scheme: Scheme, _ money: MoneyParameters,
        after billed: BilledSoFar
    ) {
        guard let lastCalled = billed.book.lastCalled else { return nil }
        let (today, instant, month) = (after.asOf, after.knownAt, lastCalled.next)
        let notBefore = max(today, month.firstDay.adding(days: -money.terms(on: today, knownAt: instant).runLeadDays))
        let terms = money.terms(on: notBefore, knownAt: instant)
        let rule = CallRule(
            from: Month(of: scheme.effectiveFrom), through: month, on: notBefore, lastCalled: lastCalled, prescription: terms.prescription)
        func run(_ contract: Contract) -> (lines: [CallLine], prescribed: [PrescribedAmount]) {
            rule.lines(of: id, due: FlowsByPayer(due: contract, of: scheme.name), called: billed.called) { .nothing }
        }
        let (with, without) = (run(after), run(before))
        let lines = (FlowsByPayer(of: with.lines) - FlowsByPayer(of: without.lines)).amounts(in: rule.months).map {
            CallLine(contract: id, month: $0.month, payer: $0.payer, origin: $0.month > lastCalled ? .call : .adjustment, flows: $0.flows)
        }
        let prescribed = (FlowsByPayer(of: with.prescribed) - FlowsByPayer(of: without.prescribed)).amounts(in: rule.months).map {
            PrescribedAmount(contract: id, month: $0.month, payer: $0.payer, flows: $0.flows)
        }
        func agent(_ contract: Contract, _ lines: [CallLine]) -> AgentForecast {
            let called = lines.filter { $0.payer == .agent }.reduce(Money.zero) { $0 + $1.flows.agentToInsurer }
            return AgentForecast(of: id, contract, after: billed, called: called, month: month, on: notBefore, terms)
        }
        let settled = agent(after, with.lines)
        // A new mandate calls nothing, and lets be debited what is owed.
        let isOther = settled.settlement != agent(before, without.lines).settlement
        self.init(
            scheme: scheme.name, lastCalled: lastCalled, month: month, notBefore: notBefore,
            payableOn: notBefore.adding(days: terms.statementDueDays), refundsEmployers: terms.employerCredit == .refund, lines: lines,
            prescribed: prescribed, agent: isOther || lines.contains { $0.payer == .agent } ? settled : nil)
    }
}

extension FlowsByPayer {
    /// The amounts that a run would state as prescribed.
    fileprivate init(of prescribed: [PrescribedAmount]) {
        self.init(
            of: prescribed.map { CallLine(contract: $0.contract, month: $0.month, payer: $0.payer, origin: .call, flows: $0.flows) })
    }
}

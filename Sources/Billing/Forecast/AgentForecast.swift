public import CivilTime
import Contracts

/// An agent's account after the next regular run, and how it is settled then.
public struct AgentForecast: Hashable, Sendable {
    /// How the balance is settled.
    public enum Settlement: Hashable, Sendable {
        /// The whole balance is debited, on this day at the earliest.
        case debited(notBefore: Day)
        /// The balance is not debited, for this reason.
        case held(HoldReason)
        /// The balance is zero: nothing is debited or refunded.
        case settled
        /// The account is in credit. The next calls use the credit; what is left of it is refunded after some days. `nil`: it is carried.
        case credit(refundDays: Int?)
    }

    /// The balance after the run's entries; positive when the agent owes it.
    public let balance: Money
    /// How it is settled.
    public let settlement: Settlement
}

extension AgentForecast {
    /// The account of an agent after a run that is not made yet.
    ///
    /// It reads nothing of the vault: whether a name and an account are there is judged when the run is made.
    ///
    /// - Parameters:
    ///   - contract: with all facts that the run would know.
    ///   - called: what the run calls of the agent.
    ///   - month: the month of the run.
    ///   - day: the first day on which the run may be made.
    init(
        of id: BilledContract, _ contract: Contract, after billed: BilledSoFar, called: Money, month: Month, on day: Day,
        _ terms: MoneyTerms
    ) {
        let balance = billed.balance + called
        let settlement: Settlement
        if balance == .zero {
            settlement = .settled
        } else if balance < .zero {
            settlement = .credit(refundDays: terms.agentCredit == .refund ? terms.refundDays : nil)
        } else {
            let collectionOn = CollectionDays(month: month, asOf: day, terms).collectionOn
            let debtor = Debtor(
                id, contract.debitFacts, collectedOn: collectionOn, debits: billed.debits, resumedAt: billed.resumedAt,
                position: { version in version <= billed.positions.count ? billed.positions[version - 1] : .max },
                name: Self.anyName, iban: "", lastIBAN: nil)
            settlement = debtor.holdReason(for: balance, on: collectionOn, terms).map { .held($0) } ?? .debited(notBefore: collectionOn)
        }
        self.init(balance: balance, settlement: settlement)
    }

    /// A name that a file can have: names are not judged here.
    private static let anyName = "A"
}

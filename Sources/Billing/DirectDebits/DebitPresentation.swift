public import CivilTime

/// The direct debits of a run: after its entries it presents the whole balance of each agent who owes, or holds it.
///
/// Months without a mandate, held or returned come along, and credits are netted: they are in the balance.
public struct DebitPresentation: Sendable {
    /// What becomes of an agent's balance.
    public enum Result: Hashable, Sendable {
        /// It is debited.
        case debited(DirectDebit)
        /// It is held.
        case held(HeldDebit)
    }

    /// The day of collection, and that of its notice.
    public let days: CollectionDays
    /// What is debited so far.
    public private(set) var debited = DebitSum()
    /// What is held so far.
    public private(set) var held = DebitSum()
    private let run: String
    private let terms: MoneyTerms

    /// The debits of a run; `nil` for a run that presents none.
    public init?(of run: BillingRun, _ terms: MoneyTerms) {
        guard run.kind.presentsDebits, let month = run.month else { return nil }
        self.run = run.name
        self.terms = terms
        days = CollectionDays(month: month, asOf: run.asOf, terms)
    }

    /// Presents or holds what an agent owes; `nil` when they owe nothing.
    ///
    /// - Parameters:
    ///   - balance: the balance of the agent's account after the run's entries.
    ///   - debtor: the agent. Agents come in order of their contracts, which gives debits and files their numbers.
    public mutating func present(_ balance: Money, of debtor: Debtor) -> Result? {
        if balance <= .zero { return nil }
        let reason = debtor.holdReason(for: balance, on: days.collectionOn, terms)
        guard reason == nil, let mandate = debtor.mandate else {
            held.add(balance)
            return .held(HeldDebit(contract: debtor.contract, amount: balance, reason: reason ?? .mandateMissing))
        }
        debited.add(balance)
        return .debited(
            DirectDebit(
                endToEndId: run + "D" + debited.count.padded(7),
                file: run + "F" + ((debited.count - 1) / terms.directDebitsPerFile + 1).padded(3), contract: debtor.contract,
                mandate: mandate, isAmended: debtor.isAmended, sequenceType: terms.sequenceType, amount: balance, days: days))
    }
}

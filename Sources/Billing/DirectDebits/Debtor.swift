public import CivilTime
public import Contracts

/// An agent who owes, with all on which it depends whether they are debited.
public struct Debtor: Sendable {
    /// The contract.
    public let contract: BilledContract
    /// Whether an end by death is known.
    public let endsByDeath: Bool
    /// The mandate that is used on the collection day; `nil` when none is in force.
    public let mandate: RegisteredMandate?
    /// The agent's earlier debits, in order.
    public let debits: [PastDebit]
    /// Where the log says that debits were last resumed: by a clerk, or by the registration in use. Returns recorded before no longer hold a debit.
    public let resumedAt: Int64?
    /// The name on the account, as the vault has it; `nil` without a family name.
    public let name: String?
    /// The account to debit; `nil` when the vault has none.
    public let iban: String?
    /// The account of the last debit under the mandate's reference that a bank may have; `nil` when there was none.
    public let lastIBAN: String?

    /// A debtor.
    public init(
        contract: BilledContract, endsByDeath: Bool, mandate: RegisteredMandate?, debits: [PastDebit], resumedAt: Int64?, name: String?,
        iban: String?, lastIBAN: String?
    ) {
        self.contract = contract
        self.endsByDeath = endsByDeath
        self.mandate = mandate
        self.debits = debits
        self.resumedAt = resumedAt
        self.name = name
        self.iban = iban
        self.lastIBAN = lastIBAN
    }

    /// The agent of a contract, as known at a run.
    ///
    /// - Parameters:
    ///   - id: the contract's identifier.
    ///   - facts: of the contract, as known at the run.
    ///   - day: the collection day.
    ///   - debits: the agent's earlier debits, in order.
    ///   - resumedAt: where the log says that a clerk last resumed the agent's debits; `nil` when nobody did.
    ///   - position: where the log has the registration of a version.
    ///   - name: the name on the account; `nil` without a family name.
    ///   - iban: the account to debit; `nil` when the vault has none.
    ///   - lastIBAN: the account of the last debit under the mandate's reference, without those withdrawn.
    public init(
        _ id: BilledContract, _ facts: DebitFacts, collectedOn day: Day, debits: [PastDebit], resumedAt: Int64?,
        position: (_ version: Int) -> Int64,
        name: String?, iban: String?, lastIBAN: String?
    ) {
        let mandate = facts.mandate(on: day)
        self.init(
            contract: id, endsByDeath: facts.endsByDeath, mandate: mandate, debits: debits,
            resumedAt: [resumedAt, mandate.map { position($0.event) }].compactMap(\.self).max(), name: name, iban: iban,
            lastIBAN: lastIBAN)
    }

    /// Whether the account is another one than that of the last debit under the reference: the bank is told of the amendment.
    var isAmended: Bool { lastIBAN.map { $0 != iban } ?? false }

    /// Why an amount is not debited on a collection day: the first reason of ``HoldReason``; `nil` when it is debited.
    public func holdReason(for amount: Money, on day: Day, _ terms: MoneyTerms) -> HoldReason? {
        if endsByDeath { return .deceased }
        // A reference that was registered when other letters were accepted cannot be written in a file.
        guard let mandate, mandate.signedOn <= day, SEPAReference.accepts(mandate.reference) else { return .mandateMissing }
        let returned = debits.compactMap { debit in
            if case .returned(let reason, let position) = debit.outcome {
                (debit: debit, action: terms.returnPolicy.action(for: reason), position: position)
            } else {
                nil
            }
        }
        if returned.contains(where: { $0.debit.registration == mandate.event && $0.action == .endMandate }) { return .mandateEnded }
        if day > lastUse(of: mandate).adding(months: terms.mandateLapsesMonths) { return .mandateLapsed }
        if returned.contains(where: { $0.action == .hold && isHolding($0.position) }) { return .onHold }
        if returnedInARow > terms.representations { return .inArrears }
        guard let name, SEPAText(name, limit: SEPAText.nameLimit) != nil, iban != nil else { return .nameMissing }
        if let limit = terms.directDebitLimit, amount > limit { return .overLimit }
        return nil
    }

    /// The last collection day under the mandate's reference, or the day on which it was signed.
    private func lastUse(of mandate: RegisteredMandate) -> Day {
        let used = debits.filter { $0.mandateReference == mandate.reference && $0.outcome != .withdrawn }
        return max(mandate.signedOn, used.map(\.collectionOn).max() ?? mandate.signedOn)
    }

    /// Whether a return recorded at a position still holds debits.
    private func isHolding(_ position: Int64) -> Bool { resumedAt.map { position > $0 } ?? true }

    /// How many of the last debits came back since debits were resumed.
    private var returnedInARow: Int {
        debits.reversed().filter { $0.outcome != .withdrawn }.prefix { debit in
            if case .returned(_, let position) = debit.outcome { isHolding(position) } else { false }
        }.count
    }
}

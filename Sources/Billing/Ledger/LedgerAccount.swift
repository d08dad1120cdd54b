/// An account of the ledger.
public enum LedgerAccount: Hashable, Sendable {
    /// What a payer owes; a credit is below zero.
    case receivable(AccountHolder)
    /// The employers' part of what is called.
    case employerPart
    /// The agents' part of what is called.
    case agentPart
    /// Debits presented, until the bank credits them.
    case directDebitTransit
    /// The bank.
    case bank
    /// What is given up.
    case writeOffLoss
    /// What an employer refunds to an agent: not our money, kept in mind only.
    case memo(AccountHolder)

    /// The account without its holder, by which P `ledgerAccounts` gives it a number.
    public var group: String {
        switch self {
        case .receivable(.employer): "receivable:employer"
        case .receivable(.agent): "receivable:agent"
        case .employerPart: "cotisation:employerPart"
        case .agentPart: "cotisation:agentPart"
        case .directDebitTransit: "transit:directDebit"
        case .bank: "bank"
        case .writeOffLoss: "loss:writeOff"
        case .memo(.employer): "memo:employer"
        case .memo(.agent): "memo:agent"
        }
    }

    /// Whose account it is; `nil` for an account of the house.
    public var holder: AccountHolder? {
        switch self {
        case .receivable(let holder), .memo(let holder): holder
        case .employerPart, .agentPart, .directDebitTransit, .bank, .writeOffLoss: nil
        }
    }

    /// Its name in rows and answers: `receivable:employer:0750001A`.
    public var name: String { holder.map { "\(group):\($0.code)" } ?? group }

    /// An account of each group that P `ledgerAccounts` numbers.
    static let numbered: [LedgerAccount] = [
        .receivable(.employer("")), .receivable(.agent(BilledContract(bits: 0))), .employerPart, .agentPart, .directDebitTransit, .bank,
        .writeOffLoss,
    ]
}

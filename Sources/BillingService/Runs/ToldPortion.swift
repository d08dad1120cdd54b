import FoundationEssentials

/// What events and the vault tell of the contracts of a portion, where the rows tell too little.
struct ToldPortion: Sendable {
    /// The months that are explained.
    let months: [UUID: ContractTelling.Months]
    /// The agents who owe.
    let debtors: Debtors
}

import ContractService

/// A typed number that opened no contract.
struct UnopenedNumber {
    let typed: String
    let trouble: String
}

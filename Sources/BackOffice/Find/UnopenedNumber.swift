import Access
import ContractService
import HTML
import Words

/// A typed number that opened no contract.
struct UnopenedNumber {
    let typed: String
    let trouble: String
}

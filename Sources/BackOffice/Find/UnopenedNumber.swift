import Access
import ContractService
import HTML
import Words

/// A number that opened no contract, as typed.
struct UnopenedNumber {
    let typed: String
    let trouble: String
}

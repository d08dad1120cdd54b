import Billing
import CivilTime
import HTML
import Words

/// A link to a contract by its number: a run names nobody.
struct ContractLink {
    private let address: PageAddress
    private let words: String

    /// - Parameter month: the month whose cotisation the page shows.
    init(_ contract: BilledContract, month: Month?, _ visit: Visit) {
        let page = PageAddress("contracts", contract.description).setting("month", to: month?.description)
        address = month == nil ? page : page.at("cotisation")
        let number = contract.description.prefix(8)
        words = visit("contrat \(number)", "contract \(number)")
    }

    var html: HTML { "<a href=\"\(address)\">\(words)</a>" }
}

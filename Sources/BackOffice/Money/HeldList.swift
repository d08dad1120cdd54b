import Billing
import BillingService
import CivilTime
import ContractService
import HTML
import Words

/// What a run holds, each with what lifts it.
struct HeldList {
    let held: [HeldDebit]
    let names: [ContractID: ShownNames]
    let visit: Visit

    var html: HTML { "<ul class=\"due\">\n\(held.map(line))</ul>\n" }

    private func line(_ held: HeldDebit) -> HTML {
        let contract = ContractID(held.contract)
        let number = held.contract.description.prefix(8)
        let fallback = both("Contrat \(number)", "Contract \(number)")
        let name = (names[contract] ?? .none)[nil].phrase(or: fallback, in: visit.language)
        return """
            <li><span><a href="\(PageAddress("contracts", contract.description))">\(name.html)</a> · \
            <span class="sum">\(held.amount.written(in: visit.language))</span> · \(visit(held.reason))</span>\(button(held.reason, contract))</li>

            """
    }

    /// Leads to what lifts the reason. Who may not record reads only.
    private func button(_ reason: HoldReason, _ contract: ContractID) -> HTML? {
        guard visit.mayRecord else { return nil }
        return " <a class=\"btn\" href=\"\(reason.remedyAddress(of: contract))\">\(visit(reason.remedy))</a>"
    }
}

extension HoldReason {
    /// The page that lifts it.
    func remedyAddress(of contract: ContractID) -> PageAddress {
        let id = contract.description
        return switch self {
        case .mandateMissing, .mandateEnded, .mandateLapsed: PageAddress("contracts", id, "act", "register-mandate")
        case .nameMissing: PageAddress("contracts", id, "people", "holder")
        case .onHold, .inArrears, .deceased: PageAddress("contracts", id, "account")
        case .overLimit: PageAddress("contracts", id).at("cotisation")
        }
    }
}

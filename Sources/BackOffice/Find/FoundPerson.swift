import Access
import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Portfolio
import Words

/// A person found by a search.
struct FoundPerson: Sendable {
    let contract: ContractID
    let person: Person
    let name: PersonName
    let bornOn: Day?

    /// Reads an element of the answer to a search.
    init?(_ answer: JSON) {
        guard let contract = answer["contract"]?.string.flatMap({ ContractID($0) }),
            let person = answer["person"]?.string.flatMap({ Person($0) })
        else { return nil }
        self.contract = contract
        self.person = person
        name = PersonName(givenNames: answer["givenNames"]?.string, familyName: answer["familyName"]?.string)
        bornOn = answer["bornOn"]?.string.flatMap { Day($0) }
    }

    /// The holder of a contract.
    init(holderOf contract: ContractID, _ identity: JSON?) {
        self.contract = contract
        person = .holder
        name = PersonName(givenNames: identity?["givenNames"]?.string, familyName: identity?["familyName"]?.string)
        bornOn = nil
    }

    /// The address of the result.
    var address: PageAddress { PageAddress("contracts", contract.description) }
}

import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// The data of the pages *Que s'est-il passé ?* about the contract.
struct ActContext: Sendable {
    let visit: Visit
    let record: ContractRecord
    let names: ShownNames

    /// The contract's identifier.
    var id: ContractID { record.id }
    /// The contract as known now.
    var present: Contract { record.present }

    /// A page of the contract.
    func address(_ segments: String...) -> PageAddress { PageAddress(["contracts", id.description] + segments) }

    /// The page of a command's form.
    func form(_ command: ClerkCommand) -> PageAddress { address("act", command.rawValue) }

    /// The holder's name, as a link to the contract.
    var holder: HTML {
        if present.version == 0 { return "\(visit("Nouveau contrat", "New contract"))" }
        let name = names[nil].phrase(or: PersonName.holder.capitalized, in: visit.language)
        return "<a href=\"\(address())\">\(name.html)</a>"
    }

    /// The version and title of a fact: `7 · Reprise du travail`.
    func title(of version: Int) -> Phrase? {
        record.entry(version).map { entry in "\(version) · \(entry.fact.title(in: visit.language) { names[$0] })" }
    }

    /// The same, as a link to the fact's page.
    func link(to version: Int) -> HTML? {
        title(of: version).map { "<a href=\"\(address("facts", "\(version)"))\">\(visit("fait", "fact")) \($0.html)</a>" }
    }

    /// The facts in force, the latest first: neither annulled nor rescissions.
    var factsInForce: [ContractRecord.Entry] {
        let annulled = present.rescissions
        return record.entries.reversed().filter { !$0.fact.isFinal && annulled[$0.version] == nil }
    }

    /// The beneficiaries that a command may concern: only children have a status.
    func beneficiaries(for command: ClerkCommand) -> [Beneficiary] {
        command == .recordBeneficiaryStatus ? present.beneficiaries.filter { !$0.relation.isPartner } : present.beneficiaries
    }

    /// A beneficiary in words: their name and their relation to the holder.
    func words(for beneficiary: Beneficiary) -> Phrase {
        let name = names[beneficiary.id].phrase(or: both("sans nom", "without a name").capitalized, in: visit.language)
        return "\(name), \(visit(beneficiary.relation)), \(Phrase.day(beneficiary.bornOn, in: visit.language))"
    }
}

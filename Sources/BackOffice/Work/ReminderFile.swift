import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Words

/// Where somebody is reached, as the vault has it.
struct PostalIdentity: Sendable {
    let givenNames: String
    let familyName: String
    let address: String
    let email: String
    let phone: String

    /// - Parameter identity: what the vault holds; nil for nothing.
    init(_ identity: JSON?) {
        func text(_ field: String) -> String { identity?[field]?.string ?? "" }
        (givenNames, familyName, address) = (text("givenNames"), text("familyName"), text("address"))
        (email, phone) = (text("email"), text("phone"))
    }

    /// The lines of the address block: the name, then the address at its commas; at most six.
    var block: [String] {
        let name = [givenNames, familyName].filter { !$0.isEmpty }.joined(separator: " ")
        let lines = address.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
        let shown = lines.count <= 5 ? lines : lines.prefix(4) + [lines.dropFirst(4).joined(separator: ", ")]
        return [name].filter { !$0.isEmpty } + shown
    }
}

/// A list of reminders as a file for mail merge.
struct ReminderFile {
    let list: ReminderList
    /// Of each contract, what the vault holds of its holder.
    let holders: [ContractID: PostalIdentity]
    let names: [ContractID: ShownNames]
    let language: Language

    var bytes: [UInt8] {
        var table = CSVTable(
            language == .french
                ? ["nature", "contrat", "prénoms", "nom", "adresse", "courriel", "téléphone", "bénéficiaire", "échéance", "objet", "texte"]
                : ["kind", "contract", "given names", "family name", "address", "email", "phone", "beneficiary", "due", "subject", "text"])
        for item in list.items {
            let reminder = item.reminder
            let names = self.names[reminder.contract] ?? .none
            let holder = holders[reminder.contract] ?? PostalIdentity(nil)
            let words = item.words(names, asOf: list.knownAt.parisDay, in: language)
            var beneficiary = ""
            if let id = item.beneficiary, case .known(let name) = names[id] { beneficiary = name }
            // A telephone number with `+` would be reckoned as a formula; `00` dials the same.
            let phone = holder.phone.utf8.first == UInt8(ascii: "+") ? "00" + holder.phone.dropFirst() : holder.phone
            table.add([
                reminder.kind.words[language], reminder.contract.description, holder.givenNames, holder.familyName, holder.address,
                holder.email, phone, beneficiary, reminder.dueOn.writtenShort, words?.subject.plainText ?? "",
                words?.paragraphs.map(\.plainText).joined(separator: " ") ?? "",
            ])
        }
        return table.bytes
    }
}

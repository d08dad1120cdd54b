import CivilTime
import ContractService
import Contracts
import HTML
import JSON
import Words

/// A list of reminders as a file for mail merge.
struct ReminderFile {
    let list: ReminderList
    /// The vault's data of each contract's holder.
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
            // A telephone number with `+` would be evaluated as a formula; `00` dials the same.
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

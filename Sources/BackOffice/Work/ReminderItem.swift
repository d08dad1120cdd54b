import CivilTime
import ContractService
import Contracts
import Crypto
import Portfolio
import Words

/// A reminder with its contract.
struct ReminderItem: Sendable {
    let reminder: Reminder
    /// The contract as known at that instant.
    let contract: Contract?

    var beneficiary: BeneficiaryID? { reminder.person.beneficiary }

    /// The text of the letter.
    func words(_ names: ShownNames, asOf: Day, in language: Language) -> ReminderWords? {
        let month = contract?.work(reminder.kind, of: beneficiary, dueOn: reminder.dueOn, in: language) { _ in .missing }.month
        return reminder.kind.reminder(
            dueOn: reminder.dueOn, asOf: asOf, month: month, name: beneficiary.map { names[$0] }, in: language)
    }
}

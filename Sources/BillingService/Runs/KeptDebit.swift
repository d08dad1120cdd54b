import FoundationEssentials
import Vault

/// The place of a direct debit in the vault. Its identifier alone does not do: a run that was killed and made anew can have numbered its debits otherwise.
struct KeptDebit: Hashable {
    let contract: UUID
    let endToEndId: String

    init(contract: UUID, endToEndId: String) {
        self.contract = contract
        self.endToEndId = endToEndId
    }

    /// The place of a record; `nil` when it is no direct debit.
    init?(_ record: Record) {
        guard case .directDebit(let endToEndId) = record.kind else { return nil }
        self.init(contract: record.contract, endToEndId: endToEndId)
    }
}

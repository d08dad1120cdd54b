import Billing
import FoundationEssentials
import JSON
import Postgres
import Vault

/// A debit with what only the vault keeps of it.
struct PresentedDebit: Sendable {
    let debit: DirectDebit
    let name: String
    let iban: String
    /// Whether the vault has them already: from a process that was killed while it made the run.
    let isKept: Bool

    /// What the vault keeps.
    var record: Record {
        let content: JSON = ["name": .string(name), "iban": .string(iban)]
        return Record(
            contract: UUID(bits: debit.contract.bits), person: .holder, kind: .directDebit(endToEndId: debit.endToEndId),
            content: content.bytes(sortedKeys: true))
    }
}

import Billing
import CivilTime

/// What a run makes of some contracts, in their order.
struct RunPart: Sendable {
    var lines: [CallLine] = []
    var prescribed: [PrescribedAmount] = []
    var debits: [PresentedDebit] = []
    var held: [HeldDebit] = []
    var drafts: [LedgerDraft] = []
}

/// A debit with what only the vault keeps of it.
struct PresentedDebit: Sendable {
    let debit: DirectDebit
    let name: String
    let iban: String
}

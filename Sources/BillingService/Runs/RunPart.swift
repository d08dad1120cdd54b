import Billing
import FoundationEssentials

/// What a run makes of some contracts, in their order.
struct RunPart: Sendable {
    var lines: [CallLine] = []
    var prescribed: [PrescribedAmount] = []
    var debits: [PresentedDebit] = []
    var held: [HeldDebit] = []
    /// The accounts that the run leaves in credit.
    var credits: [LeftCredit] = []
    var drafts: [LedgerDraft] = []
    /// The contracts of people of whom a record in the vault does not open.
    var damaged: Set<UUID> = []
}

import Billing

/// What a run makes of some contracts, in their order.
struct RunPart: Sendable {
    var lines: [CallLine] = []
    var prescribed: [PrescribedAmount] = []
    var debits: [PresentedDebit] = []
    var held: [HeldDebit] = []
    var drafts: [LedgerDraft] = []
}

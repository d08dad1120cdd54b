import ContractService
import Contracts

/// Whether a paper is available, and if not, why.
struct PaperOffer: Sendable {
    let kind: PaperKind
    var isProvisional = false
    var refusal: PaperRefusal?
}

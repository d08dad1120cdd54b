import CivilTime
import ContractService
import Contracts
import HTML
import Words

/// Whether a paper is available, and if not, why.
struct PaperOffer: Sendable {
    let kind: PaperKind
    var isProvisional = false
    var refusal: PaperRefusal?
}

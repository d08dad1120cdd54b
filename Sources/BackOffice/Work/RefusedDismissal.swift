import Access
import ContractService
import JSON

/// A refused dismissal of a pair of people, with the typed reason: sealed in the address of the page that shows the refusal.
struct RefusedDismissal: Hashable, Sendable {
    let duplicate: ContractID
    let typed: String

    init(duplicate: ContractID, typed: String) { (self.duplicate, self.typed) = (duplicate, typed) }

    /// Opens a sealed dismissal; nil when it no longer opens.
    init?(_ sealed: String, _ seal: AddressSeal, _ visit: Visit) {
        guard let text = seal.open(sealed, for: Self.purpose, by: visit.caller.id) else { return nil }
        let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let duplicate = ContractID(String(parts[0])) else { return nil }
        self.init(duplicate: duplicate, typed: String(parts[1]))
    }

    /// The sealed text for an address.
    func sealed(_ seal: AddressSeal, _ visit: Visit) -> String {
        seal.seal("\(duplicate)\n\(typed)", for: Self.purpose, owner: visit.caller.id)
    }

    private static let purpose = "dismissal"

    /// The refusal of the reason; nil for a valid one.
    var refusal: ServiceError? {
        do throws(ServiceError) {
            _ = try StatedReason(body: ["reason": .string(typed)])
            return nil
        } catch { return error }
    }
}

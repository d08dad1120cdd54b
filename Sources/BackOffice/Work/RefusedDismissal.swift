import Access
import ContractService
import JSON

/// A refused dismissal of a pair of people, or of a line of a bank, with the typed reason: sealed in the address of the page that shows the refusal.
struct RefusedDismissal: Hashable, Sendable {
    /// The identifier of the pair or of the line.
    let subject: String
    let typed: String

    init(_ subject: String, typed: String) { (self.subject, self.typed) = (subject, typed) }

    /// Opens a sealed dismissal; nil when it no longer opens.
    init?(_ sealed: String, _ seal: AddressSeal, _ visit: Visit) {
        guard let text = seal.open(sealed, for: Self.purpose, by: visit.caller.id) else { return nil }
        let parts = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        self.init(String(parts[0]), typed: String(parts[1]))
    }

    /// The sealed text for an address.
    func sealed(_ seal: AddressSeal, _ visit: Visit) -> String {
        seal.seal("\(subject)\n\(typed)", for: Self.purpose, owner: visit.caller.id)
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

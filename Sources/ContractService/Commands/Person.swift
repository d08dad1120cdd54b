public import Contracts

/// The holder of a contract, or one of its beneficiaries.
public enum Person: Hashable, Sendable, LosslessStringConvertible {
    case holder
    case beneficiary(BeneficiaryID)

    /// Reads `holder`, or a UUID.
    public init?(_ text: String) {
        if text == "holder" {
            self = .holder
        } else if let id = BeneficiaryID(text) {
            self = .beneficiary(id)
        } else {
            return nil
        }
    }

    /// `holder`, or the UUID.
    public var description: String {
        switch self {
        case .holder: "holder"
        case .beneficiary(let id): id.description
        }
    }
}

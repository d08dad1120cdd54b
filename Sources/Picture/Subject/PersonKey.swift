public import Contracts

/// A person of a contract: its holder or one of its beneficiaries.
public enum PersonKey: Hashable, Sendable {
    case holder
    case beneficiary(BeneficiaryID)
}

public import CivilTime

/// The monthly price of an option, by kind of person.
public struct PriceByPerson: Hashable, Sendable {
    /// For the holder.
    public let holder: Money
    /// For the holder's beneficiaries.
    public let beneficiary: PriceByBeneficiary

    /// Prices.
    public init(holder: Money, beneficiary: PriceByBeneficiary) {
        self.holder = holder
        self.beneficiary = beneficiary
    }
}

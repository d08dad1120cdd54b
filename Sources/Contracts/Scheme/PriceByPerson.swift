public import CivilTime

/// What an option costs for each kind of person, a month.
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

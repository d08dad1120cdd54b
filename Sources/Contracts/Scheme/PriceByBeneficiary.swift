public import CivilTime

/// The monthly price of a beneficiary, by kind.
public struct PriceByBeneficiary: Hashable, Sendable {
    /// A partner.
    public let partner: Money
    /// A child under the age limit.
    public let child: Money
    /// A child above the age limit.
    public let adultChild: Money

    /// Prices.
    public init(partner: Money, child: Money, adultChild: Money) {
        self.partner = partner
        self.child = child
        self.adultChild = adultChild
    }
}

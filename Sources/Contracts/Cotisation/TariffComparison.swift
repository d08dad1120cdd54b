public import CivilTime

/// A month of a contract under the scheme in force, and under another that is thought of.
public struct TariffComparison: Hashable, Sendable {
    /// The employer's code on the day that decides the month; nil without an employer.
    public let employer: String?
    /// The holder's standing on that day. No scheme decides it.
    public let standing: Standing
    /// The ground of the holder's cover on that day under the scheme in force; nil without cover.
    public let basis: Cover.Basis?
    /// What the month comes to under the scheme in force.
    public let inForce: Flows
    /// What it would come to under the other scheme.
    public let whatIf: Flows

    /// A month under two schemes.
    public init(employer: String?, standing: Standing, basis: Cover.Basis?, inForce: Flows, whatIf: Flows) {
        self.employer = employer
        self.standing = standing
        self.basis = basis
        self.inForce = inForce
        self.whatIf = whatIf
    }
}

extension Contract {
    /// Compares a month under the contract's schemes with the same month under others.
    ///
    /// - Parameters:
    ///   - name: the scheme that differs.
    ///   - others: the contract's schemes, except the one that differs.
    /// - Returns: nil when another scheme decides the month.
    public func compare(_ month: Month, under name: String, with others: Schemes) -> TariffComparison? {
        guard version > 0 else { return nil }
        let lines = lines
        let reckoning = Reckoning(of: month, in: self, lines)
        guard scheme(on: reckoning.day).scheme.name == name else { return nil }
        let other = under(others)
        var glance = Glance(reckoning.day)
        return TariffComparison(
            employer: facts.employers.on(&glance)?.value, standing: reckoning.standing, basis: lines.holder.on(&glance).cover.basis,
            inForce: reckoning.due, whatIf: Reckoning(of: month, in: other, other.lines).due)
    }
}

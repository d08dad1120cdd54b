public import CivilTime
public import Contracts

/// What a contract's month is made of, on the day that decides it: enough to tell why it differs from another month.
public struct MonthProfile: Hashable, Sendable {
    /// A covered beneficiary, and how they are priced.
    public struct Beneficiary: Hashable, Sendable {
        /// The beneficiary.
        public let id: BeneficiaryID
        /// The price that applies.
        public let component: CotisationLine.Component

        /// A beneficiary with their price.
        public init(id: BeneficiaryID, component: CotisationLine.Component) {
            self.id = id
            self.component = component
        }
    }

    /// The amounts due.
    public let due: Flows
    /// The holder's standing.
    public let standing: Standing
    /// The basis of the holder's cover.
    public let basis: Cover.Basis?
    /// The employer's code.
    public let employer: String?
    /// The option.
    public let option: Option?
    /// The covered beneficiaries.
    public let beneficiaries: Set<Beneficiary>
    /// Gross monthly pay.
    public let pay: Money?

    /// A month's profile.
    public init(
        due: Flows, standing: Standing, basis: Cover.Basis?, employer: String?, option: Option?, beneficiaries: Set<Beneficiary>,
        pay: Money?
    ) {
        self.due = due
        self.standing = standing
        self.basis = basis
        self.employer = employer
        self.option = option
        self.beneficiaries = beneficiaries
        self.pay = pay
    }

    /// A month that belongs to no contract of the scheme.
    public static let nothing = MonthProfile(
        due: .zero, standing: .outside, basis: nil, employer: nil, option: nil, beneficiaries: [], pay: nil)

    /// A month of a contract under a scheme, as known.
    ///
    /// - Parameters:
    ///   - lines: the contract's own.
    ///   - employers: its employer on every day.
    ///   - schemes: the name of its scheme on every day.
    ///   - scheme: the name of the scheme. A month whose deciding day is another's is none.
    public init(
        of month: Month, in contract: Contract, _ lines: Lines, employers: Timeline<String?>, schemes: Timeline<String?>, of scheme: String
    ) {
        let cotisation = contract.cotisation(of: month, lines)
        let day = cotisation.decidedOn
        if schemes[day] != scheme {
            self = .nothing
            return
        }
        self.init(
            due: cotisation.due, standing: cotisation.standing, basis: contract.cover(on: day).basis, employer: employers[day],
            option: contract.option(on: day),
            beneficiaries: Set(
                cotisation.lines.compactMap { line in
                    guard let id = line.beneficiary, line.component != .option else { return nil }
                    return Beneficiary(id: id, component: line.component)
                }), pay: contract.grossMonthlyPay(on: day))
    }
}

public import CivilTime

/// A collective contract: its parameters through time, its services and its guarantees. Data, read and checked once.
public struct Scheme: Sendable {
    /// The name that commands use.
    public let name: String
    /// What it is called.
    public let label: String
    /// The first day on which an agent can be affiliated.
    public let effectiveFrom: Day
    /// What decides prices, limits and windows.
    public let parameters: Parameters
    /// What comes with cover.
    public let services: [Service]
    /// What each act is covered at.
    public let guarantees: [Guarantee]

    /// A scheme.
    public init(
        name: String, label: String, effectiveFrom: Day, parameters: Parameters, services: [Service], guarantees: [Guarantee]
    ) {
        self.name = name
        self.label = label
        self.effectiveFrom = effectiveFrom
        self.parameters = parameters
        self.services = services
        self.guarantees = guarantees
    }

    /// The parameters of a scheme, each dated.
    public struct Parameters: Sendable {
        /// CE, a month's balance cotisation.
        public var balanceCotisation: Parameter<Money>
        /// The employer's share of CE.
        public var employerRate: Parameter<Rate>
        /// The agent's fixed share of CE.
        public var agentFixedRate: Parameter<Rate>
        /// k, the agent's share of pay.
        public var solidarityRate: Parameter<Rate>
        /// The monthly pay on which k stops (PMSS).
        public var payCeiling: Parameter<Money>
        /// What options cost.
        public var optionPrice: Parameter<[Option: PriceByPerson]>
        /// The employer's share of the holder's option.
        public var optionEmployerRate: Parameter<Rate>
        /// The most the employer bears of it.
        public var optionEmployerCap: Parameter<Money>
        /// What beneficiaries cost.
        public var beneficiaryPrice: Parameter<PriceByBeneficiary>
        /// The rank among covered children from which they cost nothing.
        public var freeChildrenFromRank: Parameter<Int>
        /// The longest portability, in months.
        public var portabilityMaxMonths: Parameter<Int>
        /// How months of activity are counted.
        public var portabilityMonthRounding: Parameter<MonthRounding>
        /// Days after the suspension's first in which continuation can be requested.
        public var continuationDays: Parameter<Int>
        /// Months after its own through whose last day a proof is awaited.
        public var proofDueMonths: Parameter<Int>
        /// The birthday that ends a child's right.
        public var childAgeLimit: Parameter<Int>
        /// The birthday that ends it under a status.
        public var childStatusAgeLimit: Parameter<Int>
        /// When a child's age is tested.
        public var childAgeTest: Parameter<ChildAgeTest>
        /// Whether a partner must be at fiscal charge.
        public var partnerMustBeFiscallyDependent: Parameter<Bool>
        /// The longest run of exemptions for an individual contract, in months.
        public var exemptionIndividualContractMaxMonths: Parameter<Int>
        /// Which day decides a month.
        public var monthReference: Parameter<MonthReference>

        /// All parameters at once.
        public init(
            balanceCotisation: Parameter<Money>, employerRate: Parameter<Rate>, agentFixedRate: Parameter<Rate>,
            solidarityRate: Parameter<Rate>, payCeiling: Parameter<Money>, optionPrice: Parameter<[Option: PriceByPerson]>,
            optionEmployerRate: Parameter<Rate>, optionEmployerCap: Parameter<Money>, beneficiaryPrice: Parameter<PriceByBeneficiary>,
            freeChildrenFromRank: Parameter<Int>, portabilityMaxMonths: Parameter<Int>,
            portabilityMonthRounding: Parameter<MonthRounding>, continuationDays: Parameter<Int>, proofDueMonths: Parameter<Int>,
            childAgeLimit: Parameter<Int>, childStatusAgeLimit: Parameter<Int>, childAgeTest: Parameter<ChildAgeTest>,
            partnerMustBeFiscallyDependent: Parameter<Bool>, exemptionIndividualContractMaxMonths: Parameter<Int>,
            monthReference: Parameter<MonthReference>
        ) {
            self.balanceCotisation = balanceCotisation
            self.employerRate = employerRate
            self.agentFixedRate = agentFixedRate
            self.solidarityRate = solidarityRate
            self.payCeiling = payCeiling
            self.optionPrice = optionPrice
            self.optionEmployerRate = optionEmployerRate
            self.optionEmployerCap = optionEmployerCap
            self.beneficiaryPrice = beneficiaryPrice
            self.freeChildrenFromRank = freeChildrenFromRank
            self.portabilityMaxMonths = portabilityMaxMonths
            self.portabilityMonthRounding = portabilityMonthRounding
            self.continuationDays = continuationDays
            self.proofDueMonths = proofDueMonths
            self.childAgeLimit = childAgeLimit
            self.childStatusAgeLimit = childStatusAgeLimit
            self.childAgeTest = childAgeTest
            self.partnerMustBeFiscallyDependent = partnerMustBeFiscallyDependent
            self.exemptionIndividualContractMaxMonths = exemptionIndividualContractMaxMonths
            self.monthReference = monthReference
        }
    }
}

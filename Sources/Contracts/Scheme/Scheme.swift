public import CivilTime

/// A collective contract: its dated parameters, its services and its guarantees. Read from data and checked once.
public struct Scheme: Sendable {
    /// The name that commands use.
    public let name: String
    /// Its label.
    public let label: String
    /// The first day on which an agent can be affiliated.
    public let effectiveFrom: Day
    /// The parameters for prices, limits and windows.
    public let parameters: Parameters
    /// The services that come with cover.
    public let services: [Service]
    /// The level of cover of each act.
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

    /// The dated parameters of a scheme.
    public struct Parameters: Sendable {
        /// CE, a month's balance cotisation.
        public var balanceCotisation: Parameter<Money>
        /// The employer's share of CE.
        public var employerRate: Parameter<Rate>
        /// The agent's fixed share of CE.
        public var agentFixedRate: Parameter<Rate>
        /// k, the agent's share of pay.
        public var solidarityRate: Parameter<Rate>
        /// The monthly pay up to which k applies (PMSS); pay above it does not count.
        public var payCeiling: Parameter<Money>
        /// The prices of options.
        public var optionPrice: Parameter<[Option: PriceByPerson]>
        /// The employer's share of the holder's option.
        public var optionEmployerRate: Parameter<Rate>
        /// The cap of the employer's share of the option.
        public var optionEmployerCap: Parameter<Money>
        /// The prices of beneficiaries.
        public var beneficiaryPrice: Parameter<PriceByBeneficiary>
        /// The rank among covered children from which a child is free.
        public var freeChildrenFromRank: Parameter<Int>
        /// The longest portability, in months.
        public var portabilityMaxMonths: Parameter<Int>
        /// How months of activity are counted.
        public var portabilityMonthRounding: Parameter<MonthRounding>
        /// Days after the first day of the suspension during which continuation can be requested.
        public var continuationDays: Parameter<Int>
        /// Months after the proof's own month; the proof is due by the last day of that later month.
        public var proofDueMonths: Parameter<Int>
        /// The birthday on which a child's right ends.
        public var childAgeLimit: Parameter<Int>
        /// The birthday on which it ends under a status.
        public var childStatusAgeLimit: Parameter<Int>
        /// When a child's age is tested.
        public var childAgeTest: Parameter<ChildAgeTest>
        /// Whether a partner must be fiscally dependent.
        public var partnerMustBeFiscallyDependent: Parameter<Bool>
        /// The longest run of exemptions for an individual contract, in months.
        public var exemptionIndividualContractMaxMonths: Parameter<Int>
        /// The day that decides a month.
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

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

/// What a beneficiary of each kind costs, a month.
public struct PriceByBeneficiary: Hashable, Sendable {
    /// A partner.
    public let partner: Money
    /// A child under the age limit.
    public let child: Money
    /// A child from the age limit on.
    public let adultChild: Money

    /// Prices.
    public init(partner: Money, child: Money, adultChild: Money) {
        self.partner = partner
        self.child = child
        self.adultChild = adultChild
    }
}

/// How months of activity are counted (CSS L.911-8).
public enum MonthRounding: String, CaseIterable, Sendable {
    /// A month begun counts.
    case up
    /// Whole months only.
    case down
    /// Whole months, and the odd days.
    case exact
}

/// When a child's age is tested (décret 2022-633, art. 5).
public enum ChildAgeTest: String, CaseIterable, Sendable {
    /// On every day.
    case continuous
    /// Under the first age limit, on joining only.
    case atSubscription
}

/// Which day decides a month's cotisation.
public enum MonthReference: String, CaseIterable, Sendable {
    /// The 1st, or the day of the month's first affiliation.
    case firstDay
}

/// A service that comes with cover (G17–G19).
public struct Service: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Where the guide tells of it.
    public let source: String
    /// Its conditions by name, in the order of the scheme file.
    public let conditions: [Condition]

    /// A condition: a number with its unit in the name, or a yes or no.
    public struct Condition: Hashable, Sendable {
        /// What it bounds, such as `requestWithinDays`.
        public let name: String
        /// The bound.
        public let value: Value

        /// A number, or a yes or no.
        public enum Value: Hashable, Sendable {
            case number(Int)
            case flag(Bool)
        }

        /// A condition.
        public init(name: String, value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// A service.
    public init(name: String, source: String, conditions: [Condition]) {
        self.name = name
        self.source = source
        self.conditions = conditions
    }
}

/// What an act is covered at, social security included, in per cent of its tariff (G16).
public struct Guarantee: Hashable, Sendable {
    /// The act.
    public let act: String
    /// What social security pays.
    public let socialSecurityPercent: Int
    /// What it is covered at, by option.
    public let percent: [Option: Int]

    /// A line of the guarantee table.
    public init(act: String, socialSecurityPercent: Int, percent: [Option: Int]) {
        self.act = act
        self.socialSecurityPercent = socialSecurityPercent
        self.percent = percent
    }
}

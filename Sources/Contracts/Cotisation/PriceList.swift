import CivilTime

/// A scheme's prices on a day; it records which of the used parameters are unconfirmed.
struct PriceList {
    /// The glance at the day: it tells how long the used prices last.
    var glance: Glance
    private let scheme: KnownScheme
    /// The used parameters that are unconfirmed.
    private(set) var unconfirmed = ParameterSet()

    /// The scheme's parameters.
    var parameters: Scheme.Parameters { scheme.parameters }

    init(_ scheme: KnownScheme, _ glance: Glance) {
        self.scheme = scheme
        self.glance = glance
    }

    /// The value of one of the scheme's parameters.
    mutating func value<Value>(_ parameter: Parameter<Value>) -> Value {
        let place = parameter.place(&glance)
        if !parameter.rows[place].confirmed { unconfirmed.insert(parameter.number) }
        return parameter.rows[place].value
    }

    /// CE, the balance cotisation of a month.
    mutating func balance() -> Money { value(parameters.balanceCotisation) }

    /// The employer's share of CE.
    mutating func employerBase() -> Money { balance().share(value(parameters.employerRate)) }

    /// The agent's share while paid: a fixed share of CE, and a share of pay up to the ceiling. Each is rounded once.
    mutating func agentBase(pay: Money) -> Money {
        balance().share(value(parameters.agentFixedRate)) + min(pay, value(parameters.payCeiling)).share(value(parameters.solidarityRate))
    }

    /// The price of the holder's option, and the employer's share of it; `nil` for the base guarantees.
    mutating func holderOption(_ option: Option) -> (price: Money, employerShare: Money)? {
        guard option != .base, let price = prices(of: option)?.holder else { return nil }
        return (price, min(price.share(value(parameters.optionEmployerRate)), value(parameters.optionEmployerCap)))
    }

    private mutating func prices(of option: Option) -> PriceByPerson? {
        // Two or three entries: comparing them all is faster than hashing a key.
        value(parameters.optionPrice).first { $0.key == option }?.value
    }

    /// The price of a beneficiary, and of their option; children from a certain rank on are free.
    mutating func beneficiary(_ component: CotisationLine.Component, option: Option, childRank: Int?) -> (price: Money, option: Money?) {
        let isFree = childRank.map { $0 >= value(parameters.freeChildrenFromRank) } ?? false
        let price = value(parameters.beneficiaryPrice)[component]
        let optionPrice = option == .base ? nil : prices(of: option)?.beneficiary[component]
        return isFree ? (.zero, optionPrice.map { _ in .zero }) : (price, optionPrice)
    }
}

extension PriceByBeneficiary {
    fileprivate subscript(component: CotisationLine.Component) -> Money {
        switch component {
        case .adultChild: adultChild
        case .child: child
        case .partner, .base, .option: partner
        }
    }
}

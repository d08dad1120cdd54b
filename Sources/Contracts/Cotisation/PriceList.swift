import CivilTime

/// A scheme's prices on one day; it notes which of the parameters used are unconfirmed.
struct PriceList {
    /// The day, and until when what was used of it lasts.
    var glance: Glance
    let scheme: KnownScheme
    /// The parameters used that are not confirmed: the bits of their numbers.
    private var unconfirmedNumbers: UInt32 = 0

    init(_ scheme: KnownScheme, _ glance: Glance) {
        self.scheme = scheme
        self.glance = glance
    }

    /// The names of the parameters used that are not confirmed, sorted.
    var unconfirmed: [String] {
        var names: [String] = []
        for (name, number) in scheme.names where unconfirmedNumbers & 1 << number != 0 { names.append(name) }
        return names
    }

    /// The value of one of the scheme's parameters.
    mutating func value<Value>(_ parameter: Parameter<Value>) -> Value {
        let place = parameter.place(&glance)
        if !parameter.rows[place].confirmed { unconfirmedNumbers |= 1 << parameter.number }
        return parameter.rows[place].value
    }

    /// CE, the balance cotisation of a month.
    mutating func balance() -> Money { value(scheme.parameters.balanceCotisation) }

    /// The employer's part of CE.
    mutating func employerBase() -> Money { balance().share(value(scheme.parameters.employerRate)) }

    /// The agent's part while paid: a fixed share of CE, and a share of pay up to the ceiling; each rounded once.
    mutating func agentBase(pay: Money) -> Money {
        balance().share(value(scheme.parameters.agentFixedRate)) + min(pay, value(scheme.parameters.payCeiling)).share(value(scheme.parameters.solidarityRate))
    }

    /// The holder's option price, and what the employer bears of it; `nil` for the base guarantees.
    mutating func holderOption(_ option: Option) -> (price: Money, employerShare: Money)? {
        guard option != .base, let price = value(scheme.parameters.optionPrice)[option]?.holder else { return nil }
        return (price, min(price.share(value(scheme.parameters.optionEmployerRate)), value(scheme.parameters.optionEmployerCap)))
    }

    /// What a beneficiary costs, and their option; children from a rank on cost nothing.
    mutating func beneficiary(_ component: CotisationLine.Component, option: Option, childRank: Int?) -> (price: Money, option: Money?) {
        let isFree = childRank.map { $0 >= value(scheme.parameters.freeChildrenFromRank) } ?? false
        let price = value(scheme.parameters.beneficiaryPrice)[component]
        let optionPrice = option == .base ? nil : value(scheme.parameters.optionPrice)[option]?.beneficiary[component]
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

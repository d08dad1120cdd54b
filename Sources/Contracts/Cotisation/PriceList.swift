import CivilTime

/// A scheme's prices on one day; it notes which of the parameters used are unconfirmed.
struct PriceList {
    private let scheme: KnownScheme
    private let day: Day
    private(set) var unconfirmed: Set<String> = []

    init(_ scheme: KnownScheme, on day: Day) {
        self.scheme = scheme
        self.day = day
    }

    mutating func value<Value>(_ parameter: KeyPath<Scheme.Parameters, Parameter<Value>>) -> Value {
        let parameter = scheme.scheme.parameters[keyPath: parameter]
        let row = parameter.row(on: day, knownAt: scheme.knownAt)
        if !row.confirmed { unconfirmed.insert(parameter.name) }
        return row.value
    }

    /// CE, the balance cotisation of a month.
    mutating func balance() -> Money { value(\.balanceCotisation) }

    /// The employer's part of CE.
    mutating func employerBase() -> Money { balance().share(value(\.employerRate)) }

    /// The agent's part while paid: a fixed share of CE, and a share of pay up to the ceiling; each rounded once.
    mutating func agentBase(pay: Money) -> Money {
        balance().share(value(\.agentFixedRate)) + min(pay, value(\.payCeiling)).share(value(\.solidarityRate))
    }

    /// The holder's option price, and what the employer bears of it; `nil` for the base guarantees.
    mutating func holderOption(_ option: Option) -> (price: Money, employerShare: Money)? {
        guard option != .base, let price = value(\.optionPrice)[option]?.holder else { return nil }
        return (price, min(price.share(value(\.optionEmployerRate)), value(\.optionEmployerCap)))
    }

    /// What a beneficiary costs, and their option; children from a rank on cost nothing.
    mutating func beneficiary(_ component: CotisationLine.Component, option: Option, childRank: Int?) -> (price: Money, option: Money?) {
        let isFree = childRank.map { $0 >= value(\.freeChildrenFromRank) } ?? false
        let price = value(\.beneficiaryPrice)[component]
        let optionPrice = option == .base ? nil : value(\.optionPrice)[option]?.beneficiary[component]
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

import CivilTime

/// Computes the cotisation of a month on its deciding day.
struct Reckoning {
    private let month: Month
    /// The day that decides the month.
    let day: Day
    /// The version of the affiliation that makes this day decide; otherwise of the event that decided the standing.
    let event: Int?
    /// The holder's standing on that day.
    let standing: Standing
    private(set) var lines: [CotisationLine] = []
    let collection: CotisationCollection
    /// The prices; they record which parameters were used.
    private(set) var prices: PriceList
    private let charge: Charge
    /// The first of the month.
    private let first: Day
    /// The first day of an affiliation in a later month.
    private let nextAffiliation: Day?

    init(of month: Month, in contract: borrowing Contract, _ covers: borrowing Lines) {
        self.month = month
        let (first, next) = (month.firstDay, month.next.firstDay)
        self.first = first
        let affiliation = contract.facts.affiliations.from(first).first.flatMap { $0.effectiveOn < next ? $0 : nil }
        day = affiliation?.fact.effectiveOn ?? first
        nextAffiliation = contract.facts.affiliations.from(next).first?.effectiveOn

        var glance = Glance(day)
        let piece = contract.standing.on(&glance)
        event = affiliation?.version ?? piece?.event
        standing = piece?.standing ?? .outside
        let holder = covers.holder.on(&glance)
        charge = Charge(on: holder.cover.basis)
        collection = contract.collection(of: charge, &glance)

        prices = PriceList(contract.scheme(&glance), glance)
        _ = prices.value(prices.parameters.monthReference)
        guard charge != .nobody else { return }
        let pay = contract.facts.pay.on(&prices.glance)?.value ?? .zero
        lines.reserveCapacity(2 * (1 + covers.beneficiaries.count))
        addHolder(option: holder.option ?? .base, pay: pay)
        addBeneficiaries(covers, option: holder.option ?? .base)
    }

    var due: Flows { charge.flows(of: lines) }

    /// The rules of the month's prices.
    var rules: [Rule] { charge.rules(of: lines) }

    /// The first later month whose cotisation or deciding day may differ.
    var until: Month? {
        guard day == first else { return month.next }
        let affiliated = nextAffiliation.map(Month.init(of:))
        // A change decides its own month only if it takes effect on the 1st.
        let changed = prices.glance.until.map { Month(of: $0.previous).next }
        return if let affiliated, let changed { min(affiliated, changed) } else { affiliated ?? changed }
    }

    var liability: Situation.Liability {
        Situation.Liability(
            dayOfMonth: day.number - first.number + 1, standing: standing, due: due, collection: collection,
            unconfirmed: prices.unconfirmed)
    }

    private mutating func addHolder(option: Option, pay: Money) {
        let employer = charge == .agentAlone ? .zero : prices.employerBase()
        let agent = charge == .shared ? prices.agentBase(pay: pay) : prices.balance() - employer
        lines.append(CotisationLine(component: .base, beneficiary: nil, employerShare: employer, agentShare: agent))

        guard let (price, share) = prices.holderOption(option) else { return }
        let borne = charge == .agentAlone ? .zero : share
        lines.append(CotisationLine(component: .option, beneficiary: nil, employerShare: borne, agentShare: price - borne))
    }

    private mutating func addBeneficiaries(_ covers: borrowing Lines, option: Option) {
        func isCovered(_ place: Int) -> Bool {
            guard case .settled(let cover) = covers.covers[place].on(&prices.glance) else { return false }
            return cover.isInForce
        }
        for place in covers.partners where isCovered(place) {
            add(covers.beneficiaries[place].id, .partner, option: option, rank: nil)
        }
        var rank = 0
        for place in covers.children where isCovered(place) {
            rank += 1
            _ = prices.value(prices.parameters.childAgeTest)
            let isAdult = prices.glance.hasReached(
                covers.beneficiaries[place].bornOn.birthday(prices.value(prices.parameters.childAgeLimit)))
            add(covers.beneficiaries[place].id, isAdult ? .adultChild : .child, option: option, rank: rank)
        }
    }

    private mutating func add(_ beneficiary: BeneficiaryID, _ component: CotisationLine.Component, option: Option, rank: Int?) {
        let price = prices.beneficiary(component, option: option, childRank: rank)
        lines.append(CotisationLine(component: component, beneficiary: beneficiary, employerShare: .zero, agentShare: price.price))
        guard let optionPrice = price.option else { return }
        lines.append(CotisationLine(component: .option, beneficiary: beneficiary, employerShare: .zero, agentShare: optionPrice))
    }
}

extension Contract {
    func collection(of charge: Charge, _ glance: inout Glance) -> CotisationCollection {
        switch charge {
        case .shared: CotisationCollection(method: .payroll, mandateMissing: false)
        case .advanced, .agentAlone:
            CotisationCollection(method: .directDebit, mandateMissing: !facts.mandates.isInForce(&glance))
        case .nobody: CotisationCollection(method: .none, mandateMissing: false)
        }
    }
}

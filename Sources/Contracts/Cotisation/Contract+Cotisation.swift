public import CivilTime

extension Contract {
    /// What a month comes to, whole: one day decides it.
    public func cotisation(of month: Month) -> Cotisation {
        let (day, affiliation) = decidingDay(of: month)
        let piece = standing.piece(on: day)
        var prices = PriceList(scheme(on: day), on: day)
        _ = prices.value(\.monthReference)
        let charge = charge(on: day)
        let lines = charge == .nobody ? [] : lines(of: charge, on: day, prices: &prices)
        return Cotisation(
            month: month, decidedOn: day, standing: piece?.standing ?? .outside, lines: lines, due: charge.flows(of: lines),
            collection: collection(of: charge, on: day), unconfirmed: prices.unconfirmed.sorted(),
            because: [Reason(.cotisationMonth, event: affiliation ?? piece?.event)] + charge.rules(of: lines).map { Reason($0) }
                + coverReasons(on: day))
    }

    /// Who owes what in a month.
    public func due(in month: Month) -> Flows { cotisation(of: month).due }

    /// What a month comes to, less what it came to as known before; nothing was owed while the contract was not known.
    public func adjustment(of month: Month, since before: Contract?) -> Adjustment {
        let flows = due(in: month) - (before?.due(in: month) ?? .zero)
        return Adjustment(flows: flows, because: flows == .zero ? [] : [Reason(.adjustment)])
    }

    /// The day that decides a month: that of the first affiliation to take effect in it, with its event, else its 1st.
    private func decidingDay(of month: Month) -> (day: Day, affiliation: Int?) {
        let first = facts.affiliations.filter { month.contains($0.fact.effectiveOn) }.min { $0.fact.effectiveOn < $1.fact.effectiveOn }
        return (first?.fact.effectiveOn ?? month.firstDay, first?.version)
    }

    private func charge(on day: Day) -> Charge {
        switch cover(on: day).basis {
        case .active, .paidAbsence: .shared
        case .temporaryCessation: .advanced
        case .continuation: .agentAlone
        case .portability, nil: .nobody
        }
    }

    private func lines(of charge: Charge, on day: Day, prices: inout PriceList) -> [CotisationLine] {
        let option = optionHeld(on: day)?.value ?? .base
        return [base(of: charge, on: day, prices: &prices)]
            + (holderOption(option, of: charge, prices: &prices).map { [$0] } ?? [])
            + beneficiaryLines(option: option, on: day, prices: &prices)
    }

    private func base(of charge: Charge, on day: Day, prices: inout PriceList) -> CotisationLine {
        let employer = charge == .agentAlone ? .zero : prices.employerBase()
        let agent =
            charge == .shared
            ? prices.agentBase(pay: facts.pay.entry(on: day)?.value ?? .zero)
            : prices.balance() - employer
        return CotisationLine(component: .base, beneficiary: nil, employerShare: employer, agentShare: agent)
    }

    private func holderOption(_ option: Option, of charge: Charge, prices: inout PriceList) -> CotisationLine? {
        guard let (price, share) = prices.holderOption(option) else { return nil }
        let employer = charge == .agentAlone ? .zero : share
        return CotisationLine(component: .option, beneficiary: nil, employerShare: employer, agentShare: price - employer)
    }

    private func beneficiaryLines(option: Option, on day: Day, prices: inout PriceList) -> [CotisationLine] {
        let covered = beneficiaries.filter { cover(of: $0, on: day).isInForce }
        let partners = covered.filter(\.relation.isPartner)
        // Stable: children born together stay in the order in which they were told.
        let children = covered.filter { !$0.relation.isPartner }.enumerated()
            .sorted { ($0.element.bornOn, $0.offset) < ($1.element.bornOn, $1.offset) }.map(\.element)
        let ageLimit = children.isEmpty ? 0 : prices.value(\.childAgeLimit)
        if !children.isEmpty { _ = prices.value(\.childAgeTest) }
        var lines: [CotisationLine] = []
        func append(_ beneficiary: Beneficiary, _ component: CotisationLine.Component, rank: Int?) {
            let price = prices.beneficiary(component, option: option, childRank: rank)
            lines.append(CotisationLine(component: component, beneficiary: beneficiary.id, employerShare: .zero, agentShare: price.price))
            guard let optionPrice = price.option else { return }
            lines.append(CotisationLine(component: .option, beneficiary: beneficiary.id, employerShare: .zero, agentShare: optionPrice))
        }
        for partner in partners { append(partner, .partner, rank: nil) }
        for (index, child) in children.enumerated() {
            append(child, day < child.bornOn.birthday(ageLimit) ? .child : .adultChild, rank: index + 1)
        }
        return lines
    }

    private func collection(of charge: Charge, on day: Day) -> Collection {
        switch charge {
        case .shared: Collection(method: .payroll, mandateMissing: false)
        case .advanced, .agentAlone:
            Collection(method: .directDebit, mandateMissing: facts.mandates.entry(on: day)?.value == nil)
        case .nobody: Collection(method: .none, mandateMissing: false)
        }
    }
}

extension Contract {
    /// What every month comes to, as runs of months with the same flows; the first has no beginning, the last no end.
    public var cotisations: [(from: Month?, through: Month?, due: Flows)] {
        let months = Set(cotisationBreaks.flatMap { [Month(of: $0), Month(of: $0).next] }).sorted()
        guard let first = months.first else { return [(nil, nil, .zero)] }
        var runs: [(from: Month?, through: Month?, due: Flows)] = [(nil, nil, due(in: first.previous))]
        for month in months {
            let due = due(in: month)
            if due == runs[runs.count - 1].due { continue }
            runs[runs.count - 1].through = month.previous
            runs.append((month, nil, due))
        }
        return runs
    }

    /// The days on which what a month comes to may change.
    private var cotisationBreaks: [Day] {
        coverBreaks + facts.options.breaks + facts.pay.breaks
            + beneficiaries.flatMap { rightBreaks(of: $0) }
            + parameterBreaks { parameters in
                parameters.balanceCotisation.breaks + parameters.employerRate.breaks + parameters.agentFixedRate.breaks
                    + parameters.solidarityRate.breaks + parameters.payCeiling.breaks + parameters.optionPrice.breaks
                    + parameters.optionEmployerRate.breaks + parameters.optionEmployerCap.breaks + parameters.beneficiaryPrice.breaks
                    + parameters.freeChildrenFromRank.breaks
            }
    }
}

/// Who pays a month, and to whom.
private enum Charge {
    /// Employer and agent, each its part (G10).
    case shared
    /// The agent pays all, the employer refunds its part (G5).
    case advanced
    /// The agent pays all (G13).
    case agentAlone
    /// Nothing is due.
    case nobody

    func flows(of lines: [CotisationLine]) -> Flows {
        let employer = lines.reduce(.zero) { $0 + $1.employerShare }
        let agent = lines.reduce(.zero) { $0 + $1.agentShare }
        return switch self {
        case .shared: Flows(employerToInsurer: employer, agentToInsurer: agent, employerToAgent: .zero)
        case .advanced: Flows(employerToInsurer: .zero, agentToInsurer: employer + agent, employerToAgent: employer)
        case .agentAlone: Flows(employerToInsurer: .zero, agentToInsurer: agent, employerToAgent: .zero)
        case .nobody: .zero
        }
    }

    func rules(of lines: [CotisationLine]) -> [Rule] {
        let parts: [Rule] = [
            lines.contains { $0.component == .option } ? .cotisationOption : nil,
            lines.contains { $0.beneficiary != nil } ? .cotisationBeneficiaries : nil,
        ].compactMap(\.self)
        return switch self {
        case .shared: [.cotisationBase] + parts + [.collection]
        case .advanced: [.cotisationTemporaryCessation] + parts + [.collection]
        case .agentAlone: [.cotisationContinuation] + parts + [.collection]
        case .nobody: [.cotisationNone]
        }
    }
}

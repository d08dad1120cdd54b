extension ModelHistory {
    /// The day that decides the whole month.
    func referenceDay(of month: ModelMonth) -> ModelDay {
        affiliations.map(\.effectiveOn).filter(month.contains).min() ?? month.firstDay
    }

    func cotisation(of month: ModelMonth) -> ModelCotisation {
        let day = referenceDay(of: month)
        let standing = standing(on: day)
        var answer = ModelCotisation(standing: standing)
        var used: Set<String> = []
        func parameter<Value>(_ name: String, _ rows: KeyPath<ModelScheme, [ModelScheme.Row<Value>]>) -> Value {
            let row = ModelScheme.row(of: scheme[keyPath: rows], on: day, knownAt: knownAt)
            if !row.confirmed { used.insert(name) }
            return row.value
        }

        let cover = holderCover(on: day)
        guard cover.state == .covered, cover.basis != .portability else { return answer }

        let balance = parameter("balanceCotisationCents", \.balanceCotisationCents)
        let option = option(on: day) ?? .base
        let optionPrices = option == .base ? nil : parameter("optionPriceCents", \.optionPriceCents)[option]
        let optionPrice = optionPrices?.holder ?? 0
        let beneficiaries = beneficiariesPart(on: day, optionPrices: optionPrices) {
            parameter("beneficiaryPriceCents", \.beneficiaryPriceCents)
        }

        if cover.basis == .continuation {
            answer.agentToInsurerCents = balance + optionPrice + beneficiaries
        } else {
            let employerBase = ModelScheme.share(of: balance, at: parameter("employerRate", \.employerRate))
            var employerOption = 0
            if optionPrices != nil {
                employerOption = ModelScheme.share(of: optionPrice, at: parameter("optionEmployerRate", \.optionEmployerRate))
                employerOption = min(employerOption, parameter("optionEmployerCapCents", \.optionEmployerCapCents))
            }
            let employerPart = employerBase + employerOption
            if cover.basis == .temporaryCessation {
                let agentPart = (balance - employerBase) + (optionPrice - employerOption)
                answer.agentToInsurerCents = employerPart + agentPart + beneficiaries
                answer.employerToAgentCents = employerPart
            } else {
                let fixed = ModelScheme.share(of: balance, at: parameter("agentFixedRate", \.agentFixedRate))
                let ceiling = parameter("payCeilingCents", \.payCeilingCents)
                let onPay = ModelScheme.share(of: min(pay(on: day), ceiling), at: parameter("solidarityRate", \.solidarityRate))
                let agentPart = fixed + onPay + (optionPrice - employerOption)
                answer.employerToInsurerCents = employerPart
                answer.agentToInsurerCents = agentPart + beneficiaries
            }
        }

        if cover.basis == .temporaryCessation || cover.basis == .continuation {
            answer.method = .directDebit
            answer.mandateMissing = !hasMandate(on: day)
        } else {
            answer.method = .payroll
        }
        answer.unconfirmed = used
        return answer
    }

    private func beneficiariesPart(on day: ModelDay, optionPrices: ModelScheme.Prices?, prices: () -> ModelScheme.Prices) -> Int {
        var total = 0
        var childrenBornOn: [ModelDay] = []
        for person in persons.values where cover(of: person, on: day).state == .covered {
            if person.relation.isPartner {
                total += prices().partner + (optionPrices?.partner ?? 0)
            } else {
                childrenBornOn.append(person.joinings[0].bornOn)
            }
        }
        let freeFrom = value(\.freeChildrenFromRank, on: day)
        for (index, born) in childrenBornOn.sorted().enumerated() where index + 1 < freeFrom {
            let isAdult = day >= born.adding(months: 12 * value(\.childAgeLimit, on: day))
            total += isAdult ? prices().adultChild : prices().child
            total += (isAdult ? optionPrices?.adultChild : optionPrices?.child) ?? 0
        }
        return total
    }

    private func pay(on day: ModelDay) -> Int {
        var result = 0
        for (_, event) in inOrder(on: day) {
            if case .affiliate(let affiliation) = event.command { result = affiliation.grossMonthlyPayCents }
            if case .declarePay(_, let pay) = event.command { result = pay }
        }
        return result
    }

    /// What was told of mandates, in the order of recording.
    var mandates: [(day: ModelDay, reference: String, registers: Bool)] {
        events.compactMap { event in
            switch event.command {
            case .registerMandate(let day, let reference, _): (day, reference, true)
            case .revokeMandate(let day, let reference): (day, reference, false)
            default: nil
            }
        }
    }

    private func hasMandate(on day: ModelDay) -> Bool {
        for reference in Set(mandates.map(\.reference)) {
            var latest: (day: ModelDay, registers: Bool)?
            for told in mandates where told.reference == reference && told.day <= day {
                if let before = latest, before.day > told.day { continue }
                latest = (told.day, told.registers)
            }
            if let latest, latest.registers { return true }
        }
        return false
    }
}

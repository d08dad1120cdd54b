import Testing
import CivilTime
import Contracts

extension ModelScheme {
    /// The same scheme for the domain.
    func scheme() throws -> Scheme {
        func rows<Value, Other: Sendable>(
            _ name: String, _ rows: [Row<Value>], _ value: (Value) throws -> Other
        ) throws -> Parameter<Other> {
            try Parameter(
                name,
                rows: rows.map { row in
                    Parameter<Other>.Row(
                        from: row.from.told, value: try value(row.value), source: "test", confirmed: row.confirmed,
                        knownFrom: row.knownFrom?.told)
                }, effectiveFrom: effectiveFrom.told)
        }
        func rate(_ millionths: Rate) throws -> CivilTime.Rate {
            let decimals = String(1_000_000 + millionths % 1_000_000).dropFirst()
            let rate = CivilTime.Rate("\(millionths / 1_000_000).\(decimals)")
            return try #require(rate)
        }
        func money(_ cents: Int) -> Money { Money(cents: cents) }

        let parameters = Scheme.Parameters(
            balanceCotisation: try rows("balanceCotisationCents", balanceCotisationCents, money),
            employerRate: try rows("employerRate", employerRate, rate),
            agentFixedRate: try rows("agentFixedRate", agentFixedRate, rate),
            solidarityRate: try rows("solidarityRate", solidarityRate, rate),
            payCeiling: try rows("payCeilingCents", payCeilingCents, money),
            optionPrice: try rows("optionPriceCents", optionPriceCents) { prices in
                var result: [Option: PriceByPerson] = [:]
                for (option, price) in prices { result[named(option)] = price.byPerson }
                return result
            },
            optionEmployerRate: try rows("optionEmployerRate", optionEmployerRate, rate),
            optionEmployerCap: try rows("optionEmployerCapCents", optionEmployerCapCents, money),
            beneficiaryPrice: try rows("beneficiaryPriceCents", beneficiaryPriceCents) { $0.byPerson.beneficiary },
            freeChildrenFromRank: try rows("freeChildrenFromRank", freeChildrenFromRank) { $0 },
            portabilityMaxMonths: try rows("portabilityMaxMonths", portabilityMaxMonths) { $0 },
            portabilityMonthRounding: try rows("portabilityMonthRounding", portabilityMonthRounding) { named($0) as MonthRounding },
            continuationDays: try rows("continuationDays", continuationDays) { $0 },
            proofDueMonths: try rows("proofDueMonths", proofDueMonths) { $0 },
            childAgeLimit: try rows("childAgeLimit", childAgeLimit) { $0 },
            childStatusAgeLimit: try rows("childStatusAgeLimit", childStatusAgeLimit) { $0 },
            childAgeTest: try rows("childAgeTest", childAgeTest) { named($0) as ChildAgeTest },
            partnerMustBeFiscallyDependent: try rows("partnerMustBeFiscallyDependent", partnerMustBeFiscallyDependent) { $0 },
            exemptionIndividualContractMaxMonths: try rows(
                "exemptionIndividualContractMaxMonths", exemptionIndividualContractMaxMonths
            ) { $0 },
            monthReference: try rows("monthReference", [Row(from: effectiveFrom, value: MonthReference.firstDay)]) { $0 })
        return Scheme(
            name: name, label: "test", effectiveFrom: effectiveFrom.told, parameters: parameters, services: [], guarantees: [])
    }
}

extension ModelScheme.Prices {
    fileprivate var byPerson: PriceByPerson {
        PriceByPerson(
            holder: Money(cents: holder),
            beneficiary: PriceByBeneficiary(
                partner: Money(cents: partner), child: Money(cents: child), adultChild: Money(cents: adultChild)))
    }
}

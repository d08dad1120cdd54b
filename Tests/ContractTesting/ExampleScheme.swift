import CivilTime
public import Contracts

extension Scheme {
    /// A scheme like that of education, of which nothing changes but CE in 2027. It gives the card.
    public static func example() throws -> Scheme {
        let start = day("2026-05-01")
        func always<Value: Sendable>(_ name: String, _ value: Value) throws -> Parameter<Value> {
            try Parameter(name, rows: [.init(from: start, value: value, source: "test", confirmed: true)], effectiveFrom: start)
        }
        func price(_ holder: Int, _ partner: Int, _ child: Int, _ adultChild: Int) -> PriceByPerson {
            PriceByPerson(
                holder: Money(cents: holder),
                beneficiary: PriceByBeneficiary(
                    partner: Money(cents: partner), child: Money(cents: child), adultChild: Money(cents: adultChild)))
        }
        func rate(_ text: String) -> Rate {
            guard let rate = Rate(text) else { preconditionFailure("\(text) is a slip in a test") }
            return rate
        }
        let parameters = Scheme.Parameters(
            balanceCotisation: try Parameter(
                "balanceCotisationCents",
                rows: [
                    .init(from: start, value: Money(cents: 7_540), source: "test", confirmed: true),
                    .init(from: day("2027-01-01"), value: Money(cents: 7_810), source: "test", confirmed: true),
                ], effectiveFrom: start),
            employerRate: try always("employerRate", rate("0.50")), agentFixedRate: try always("agentFixedRate", rate("0.20")),
            solidarityRate: try always("solidarityRate", rate("0.008")), payCeiling: try always("payCeiling", Money(cents: 400_500)),
            optionPrice: try always("optionPrice", [.option1: price(860, 860, 430, 645), .option2: price(1_745, 1_745, 875, 1_310)]),
            optionEmployerRate: try always("optionEmployerRate", rate("0.50")),
            optionEmployerCap: try always("optionEmployerCap", Money(cents: 500)),
            beneficiaryPrice: try always("beneficiaryPrice", price(0, 8_294, 3_770, 7_540).beneficiary),
            freeChildrenFromRank: try always("freeChildrenFromRank", 3), portabilityMaxMonths: try always("portabilityMaxMonths", 12),
            portabilityMonthRounding: try always("portabilityMonthRounding", .up), continuationDays: try always("continuationDays", 30),
            proofDueMonths: try always("proofDueMonths", 1), childAgeLimit: try always("childAgeLimit", 21),
            childStatusAgeLimit: try always("childStatusAgeLimit", 25), childAgeTest: try always("childAgeTest", .continuous),
            partnerMustBeFiscallyDependent: try always("partnerMustBeFiscallyDependent", true),
            exemptionIndividualContractMaxMonths: try always("exemptionIndividualContractMaxMonths", 12),
            monthReference: try always("monthReference", .firstDay))
        return Scheme(
            name: "example", label: "Régime d'essai", effectiveFrom: start, parameters: parameters,
            services: [Service(name: "thirdPartyPayment", source: "test", conditions: [])], guarantees: [])
    }
}

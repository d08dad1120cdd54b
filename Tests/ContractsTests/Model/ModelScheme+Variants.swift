extension ModelScheme {
    /// The scheme of the scenarios.
    static let education = ModelScheme(
        balanceCotisationCents: [
            Row(from: "2026-05-01", value: 7_540),
            Row(from: "2027-01-01", value: 7_810, confirmed: false),
        ],
        employerRate: [Row(from: "2026-05-01", value: 500_000)],
        agentFixedRate: [Row(from: "2026-05-01", value: 200_000)],
        solidarityRate: [Row(from: "2026-05-01", value: 8_000, confirmed: false)],
        payCeilingCents: [Row(from: "2025-01-01", value: 392_500), Row(from: "2026-01-01", value: 400_500)],
        optionPriceCents: [
            Row(
                from: "2026-05-01",
                value: [
                    .option1: Prices(holder: 860, partner: 860, child: 430, adultChild: 645),
                    .option2: Prices(holder: 1_745, partner: 1_745, child: 875, adultChild: 1_310),
                ], confirmed: false)
        ],
        optionEmployerRate: [Row(from: "2026-05-01", value: 500_000)],
        optionEmployerCapCents: [Row(from: "2026-05-01", value: 500)],
        beneficiaryPriceCents: [Row(from: "2026-05-01", value: Prices(partner: 8_294, child: 3_770, adultChild: 7_540), confirmed: false)],
        freeChildrenFromRank: [Row(from: "2026-05-01", value: 3)],
        portabilityMaxMonths: [Row(from: "2026-05-01", value: 12)],
        portabilityMonthRounding: [Row(from: "2026-05-01", value: .up)],
        continuationDays: [Row(from: "2026-05-01", value: 30)],
        proofDueMonths: [Row(from: "2026-05-01", value: 1, confirmed: false)],
        childAgeLimit: [Row(from: "2026-05-01", value: 21)],
        childStatusAgeLimit: [Row(from: "2026-05-01", value: 25)],
        childAgeTest: [Row(from: "2026-05-01", value: .continuous, confirmed: false)],
        partnerMustBeFiscallyDependent: [Row(from: "2026-05-01", value: true)],
        exemptionIndividualContractMaxMonths: [Row(from: "2026-05-01", value: 12)])

    /// Rounds months down and tests age on joining; tariffs with odd cents, changed within the year, and corrected late.
    static let corrected: ModelScheme = {
        var scheme = education
        scheme.balanceCotisationCents = [
            Row(from: "2026-05-01", value: 7_543),
            Row(from: "2026-05-01", value: 7_561, knownFrom: "2026-09-15T10:00:00Z"),
            Row(from: "2026-09-01", value: 7_577, confirmed: false),
            Row(from: "2027-01-01", value: 7_811, knownFrom: "2026-12-31T23:00:00Z"),
        ]
        scheme.solidarityRate = [
            Row(from: "2026-05-01", value: 8_300, confirmed: false),
            Row(from: "2026-06-01", value: 8_450, knownFrom: "2026-10-01T00:00:00Z"),
        ]
        scheme.optionPriceCents.append(
            Row(
                from: "2026-06-01",
                value: [
                    .option1: Prices(holder: 861, partner: 862, child: 431, adultChild: 647),
                    .option2: Prices(holder: 1_001, partner: 1_747, child: 877, adultChild: 1_313),
                ]))
        scheme.beneficiaryPriceCents.append(Row(from: "2027-01-01", value: Prices(partner: 8_391, child: 3_801, adultChild: 7_602)))
        scheme.portabilityMonthRounding = [Row(from: "2026-05-01", value: .down)]
        scheme.childAgeTest = [Row(from: "2026-05-01", value: .atSubscription)]
        scheme.partnerMustBeFiscallyDependent = [Row(from: "2026-05-01", value: false)]
        scheme.proofDueMonths = [Row(from: "2026-05-01", value: 2)]
        return scheme
    }()

    /// Keeps the odd days of a portability; shorter terms everywhere.
    static let exact: ModelScheme = {
        var scheme = education
        scheme.portabilityMonthRounding = [Row(from: "2026-05-01", value: .exact)]
        scheme.portabilityMaxMonths = [Row(from: "2026-05-01", value: 6)]
        scheme.continuationDays = [Row(from: "2026-05-01", value: 15)]
        scheme.proofDueMonths = [Row(from: "2026-05-01", value: 0)]
        scheme.exemptionIndividualContractMaxMonths = [Row(from: "2026-05-01", value: 6)]
        scheme.freeChildrenFromRank = [Row(from: "2026-05-01", value: 2)]
        scheme.employerRate = [Row(from: "2026-05-01", value: 500_000), Row(from: "2026-09-01", value: 555_500, confirmed: false)]
        scheme.agentFixedRate = [Row(from: "2026-05-01", value: 200_000), Row(from: "2026-09-01", value: 212_300)]
        scheme.payCeilingCents.append(Row(from: "2027-01-01", value: 410_111, knownFrom: "2026-11-15T08:00:00Z"))
        return scheme
    }()

    static let variants = [education, corrected, exact]
}

/// A set of a scheme's parameters, as bits.
public struct ParameterSet: Hashable, Sendable {
    /// A bit for each parameter, by its index in `names`.
    public private(set) var bits: UInt32

    /// The parameters of these bits.
    public init(bits: UInt32 = 0) { self.bits = bits }

    mutating func insert(_ place: Int) { bits |= 1 << place }

    /// The names in scheme files and answers, sorted.
    public var names: [String] { ParameterSet.sorted.filter { bits >> $0.place & 1 == 1 }.map(\.name) }

    /// The names of all parameters, in the order of `Scheme.Parameters`. Stored bits depend on it: add new names at the end.
    public static let names = [
        "balanceCotisationCents", "employerRate", "agentFixedRate", "solidarityRate", "payCeilingCents", "optionPriceCents",
        "optionEmployerRate", "optionEmployerCapCents", "beneficiaryPriceCents", "freeChildrenFromRank", "portabilityMaxMonths",
        "portabilityMonthRounding", "continuationDays", "proofDueMonths", "childAgeLimit", "childStatusAgeLimit", "childAgeTest",
        "partnerMustBeFiscallyDependent", "exemptionIndividualContractMaxMonths", "monthReference",
    ]

    private static let sorted = names.enumerated().map { (place: $0, name: $1) }.sorted { $0.name < $1.name }
}

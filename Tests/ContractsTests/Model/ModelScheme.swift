/// A scheme: its dated parameters, under the names of the scheme's file.
struct ModelScheme: Sendable {
    /// A value, from a day on; known only from `knownFrom` on when that is given.
    struct Row<Value: Sendable>: Sendable {
        var from: ModelDay
        var value: Value
        var confirmed = true
        var knownFrom: ModelInstant?
    }

    /// Prices by kind, in cents; `holder` is 0 where a beneficiaries' price is meant.
    struct Prices: Sendable {
        var holder = 0
        var partner: Int
        var child: Int
        var adultChild: Int
    }

    enum Rounding: String, CaseIterable, Sendable { case up, down, exact }
    enum AgeTest: String, CaseIterable, Sendable { case continuous, atSubscription }

    /// A rate in millionths: 0.50 is 500 000.
    typealias Rate = Int

    var name = "fpe-education-2026"
    var effectiveFrom: ModelDay = "2026-05-01"

    var balanceCotisationCents: [Row<Int>]
    var employerRate: [Row<Rate>]
    var agentFixedRate: [Row<Rate>]
    var solidarityRate: [Row<Rate>]
    var payCeilingCents: [Row<Int>]
    var optionPriceCents: [Row<[ModelOption: Prices]>]
    var optionEmployerRate: [Row<Rate>]
    var optionEmployerCapCents: [Row<Int>]
    var beneficiaryPriceCents: [Row<Prices>]
    var freeChildrenFromRank: [Row<Int>]
    var portabilityMaxMonths: [Row<Int>]
    var portabilityMonthRounding: [Row<Rounding>]
    var continuationDays: [Row<Int>]
    var proofDueMonths: [Row<Int>]
    var childAgeLimit: [Row<Int>]
    var childStatusAgeLimit: [Row<Int>]
    var childAgeTest: [Row<AgeTest>]
    var partnerMustBeFiscallyDependent: [Row<Bool>]
    var exemptionIndividualContractMaxMonths: [Row<Int>]

    /// The instants from which corrections are known.
    var correctedAt: [ModelInstant] {
        [balanceCotisationCents, payCeilingCents].joined().compactMap(\.knownFrom) + solidarityRate.compactMap(\.knownFrom)
    }

    /// The row in force on `day` as known at `knownAt`: the latest `from`, and of those the last to be known. Before every row, the first.
    static func row<Value>(of rows: [Row<Value>], on day: ModelDay, knownAt: ModelInstant) -> Row<Value> {
        var best: Row<Value>?
        for row in rows {
            if let knownFrom = row.knownFrom, knownFrom > knownAt { continue }
            if row.from > day { continue }
            if let held = best {
                if row.from < held.from { continue }
                if row.from == held.from, isKnownBefore(row.knownFrom, held.knownFrom) { continue }
            }
            best = row
        }
        return best ?? rows[0]  // every parameter has a first row, known from the beginning
    }

    private static func isKnownBefore(_ a: ModelInstant?, _ b: ModelInstant?) -> Bool {
        switch (a, b) {
        case (nil, .some): true
        case (.some(let a), .some(let b)): a < b
        default: false
        }
    }

    /// `amount` × `rate`, the cents rounded half up; neither is negative.
    static func share(of amount: Int, at rate: Rate) -> Int {
        let product = amount * rate
        return product % 1_000_000 * 2 >= 1_000_000 ? product / 1_000_000 + 1 : product / 1_000_000
    }
}

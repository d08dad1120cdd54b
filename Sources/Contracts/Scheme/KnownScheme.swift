import CivilTime

/// A scheme as known at an instant: its parameters hold only the rows known then.
///
/// Made once for each instant at which a row becomes known, and shared by all contracts.
final class KnownScheme: Sendable {
    let scheme: Scheme
    let parameters: Scheme.Parameters
    /// The instants at which another row becomes known, in order.
    private let learntAt: [Instant]

    init(_ scheme: Scheme, at instant: Instant) {
        var count = 0
        var learntAt: Set<Instant> = []
        func known<Value>(_ parameter: Parameter<Value>) -> Parameter<Value> {
            defer { count += 1 }
            learntAt.formUnion(parameter.learntAt)
            return parameter.known(at: instant, number: count)
        }
        let all = scheme.parameters
        self.scheme = scheme
        parameters = Scheme.Parameters(
            balanceCotisation: known(all.balanceCotisation), employerRate: known(all.employerRate),
            agentFixedRate: known(all.agentFixedRate), solidarityRate: known(all.solidarityRate), payCeiling: known(all.payCeiling),
            optionPrice: known(all.optionPrice), optionEmployerRate: known(all.optionEmployerRate),
            optionEmployerCap: known(all.optionEmployerCap), beneficiaryPrice: known(all.beneficiaryPrice),
            freeChildrenFromRank: known(all.freeChildrenFromRank), portabilityMaxMonths: known(all.portabilityMaxMonths),
            portabilityMonthRounding: known(all.portabilityMonthRounding), continuationDays: known(all.continuationDays),
            proofDueMonths: known(all.proofDueMonths), childAgeLimit: known(all.childAgeLimit),
            childStatusAgeLimit: known(all.childStatusAgeLimit), childAgeTest: known(all.childAgeTest),
            partnerMustBeFiscallyDependent: known(all.partnerMustBeFiscallyDependent),
            exemptionIndividualContractMaxMonths: known(all.exemptionIndividualContractMaxMonths),
            monthReference: known(all.monthReference))
        self.learntAt = learntAt.sorted()
    }

    /// The versions of a scheme, each from the instant at which it becomes known; the first was always known.
    static func known(_ scheme: Scheme) -> [(from: Instant, scheme: KnownScheme)] {
        let always = KnownScheme(scheme, at: Instant(microseconds: .min))
        return [(Instant(microseconds: .min), always)] + always.learntAt.map { ($0, KnownScheme(scheme, at: $0)) }
    }
}

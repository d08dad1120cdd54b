import CivilTime
public import Contracts

/// The life of the intended look: Camille Durand, her partner Samir and their daughter Inès, in ten facts, three of them late. An affiliation, an unpaid
/// absence with continuation, the end of employment, a portability.
public enum ExampleLife {
    /// The partner.
    public static let samir = BeneficiaryID(bits: 1)
    /// The daughter.
    public static let ines = BeneficiaryID(bits: 2)

    /// The ten facts.
    public static let events: [RecordedFact] = {
        let facts: [(String, Fact)] = [
            (
                "2026-04-20T09:00:00Z",
                .affiliation(
                    Affiliation(
                        scheme: "example", effectiveOn: day("2026-05-01"), employer: "0750001A",
                        employment: Employment(kind: .contractual, startedOn: day("2019-09-01")), bornOn: day("1985-03-14"),
                        option: .option1,
                        grossMonthlyPay: Money(cents: 250_000)))
            ),
            ("2026-04-22T09:00:00Z", .enrolment(enrolment(samir, .civilPartner, bornOn: "1984-02-02"))),
            ("2026-04-22T09:00:00Z", .enrolment(enrolment(ines, .child, bornOn: "2006-09-18"))),
            (
                "2026-08-25T08:00:00Z",
                .suspension(Suspension(effectiveOn: day("2026-09-01"), cause: .own(.personalConvenience), income: .none))
            ),
            (
                "2026-09-22T08:00:00Z",
                .continuationRequest(ContinuationRequest(suspensionFrom: day("2026-09-01"), requestedOn: day("2026-09-20")))
            ),
            (
                "2026-09-22T08:05:00Z",
                .mandateRegistration(
                    MandateRegistration(effectiveOn: day("2026-09-22"), mandateReference: "M1", signedOn: day("2026-09-20")))
            ),
            ("2027-01-12T10:15:00Z", .resumption(Resumption(effectiveOn: day("2027-01-04")))),
            ("2027-03-15T10:15:00Z", .employmentEnd(EmploymentEnd(lastDay: day("2027-03-31"), reason: .endOfContract))),
            (
                "2027-04-20T13:05:00Z",
                .portabilityStart(
                    PortabilityStart(
                        bulletin: .init(
                            lastDay: day("2027-03-31"),
                            activityPeriods: [.init(from: day("2019-09-01"), through: day("2027-03-31"))]),
                        notification: .init(opensOn: day("2027-04-01")), retired: false))
            ),
            ("2027-05-10T08:30:00Z", .proof(Proof(month: Month(of: day("2027-04-01"))))),
        ]
        return facts.enumerated().map { RecordedFact(version: $0 + 1, recordedAt: instant($1.0), fact: $1.1) }
    }()

    private static func enrolment(_ person: BeneficiaryID, _ relation: Relation, bornOn: String) -> Enrolment {
        Enrolment(
            beneficiary: person, relation: relation, bornOn: day(bornOn), fiscallyDependent: true, effectiveOn: day("2026-05-01"))
    }

    /// The contract as known, with its facts through a version.
    public static func contract(_ version: Int = 10, asOf now: String = "2027-07-12T08:00:00Z") throws -> Contract {
        try Contract(
            events: events.filter { $0.version <= version }, knownAt: instant(now), schemes: Schemes([try Scheme.example()]))
    }
}

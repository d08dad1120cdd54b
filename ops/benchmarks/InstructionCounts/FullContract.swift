import CivilTime
import Contracts

/// A contract of as many facts as a deployment allows, or of fewer: one for each way in which facts could make looks at it slow.
struct FullContract {
    let name: String
    /// The facts, in order of recording: most tell of the past, the last day first, so that each of them comes late.
    let facts: [RecordedFact]
    /// When all is known.
    var knownAt: Instant { Instant(microseconds: FullContract.start + Int64(facts.count)) }

    /// A lawful fact that comes before all transitions but the first.
    static let late = Fact.suspension(on: day(2), income: .salary)
    private static let start: Int64 = 1_900_000_000_000_000

    /// The contracts of this size.
    static func all(of size: Int) -> [FullContract] {
        [
            FullContract("absences", absences(size - 1)),
            FullContract("family in absences", (0..<49).map { Fact.child($0) } + absences(size - 50)),
            FullContract("statuses", (0..<10).map { Fact.child($0) } + (0..<size - 11).map { Fact.status(of: $0 % 10, $0 / 10) }),
            FullContract("continuations", continuations(size - 1)),
            FullContract("portabilities", portabilities(size - 1)),
            FullContract("exemptions", exemptions(size - 1)),
            FullContract(
                "options and pay", (0..<size - 1).map { $0 % 2 == 0 ? .option($0, on: day(3 + $0)) : .pay(on: day(3 + $0)) }),
            FullContract(
                "rescissions", (0..<size / 2).map { .pay(on: day(3 + $0)) } + (0..<size / 2 - 1).map { Fact.rescission(of: $0 + 2) }),
        ]
    }

    private init(_ name: String, _ others: [Fact]) {
        self.name = name
        facts = ([Fact.affiliation(on: FullContract.day(0))] + others).enumerated().map { place, fact in
            RecordedFact(version: place + 1, recordedAt: Instant(microseconds: FullContract.start + Int64(place)), fact: fact)
        }
    }

    /// So many days after the affiliation.
    static func day(_ number: Int) -> Day { Day(number: 20_576 + number) }

    private static func absences(_ count: Int) -> [Fact] {
        (0..<count).reversed().map { number in
            let day = day(4 + number)
            return number % 2 == 0 ? .suspension(on: day, income: .none) : .resumption(Resumption(effectiveOn: day))
        }
    }

    private static func continuations(_ count: Int) -> [Fact] {
        (0..<count / 4).reversed().flatMap { number -> [Fact] in
            let first = day(4 + 4 * number)
            return [
                .suspension(on: first, income: .none), .resumption(Resumption(effectiveOn: first.adding(days: 3))),
                .continuationRequest(ContinuationRequest(suspensionFrom: first, requestedOn: first)),
                .continuationEnd(ContinuationEnd(effectiveOn: first.adding(days: 1), reason: "")),
            ]
        }
    }

    private static func portabilities(_ count: Int) -> [Fact] {
        (0..<count / 4).flatMap { number -> [Fact] in
            let last = day(40 + 40 * number)
            let bulletin = PortabilityStart.Bulletin(lastDay: last, activityPeriods: [.init(from: last.adding(days: -39), through: last)])
            return [
                .employmentEnd(EmploymentEnd(lastDay: last, reason: .endOfContract)),
                .portabilityStart(PortabilityStart(bulletin: bulletin, notification: .init(opensOn: last.next), retired: false)),
                .proof(Proof(month: Month(of: last.next), lostOn: number % 2 == 0 ? last.adding(days: 2) : nil)),
                .affiliation(on: last.adding(days: 20)),
            ]
        }
    }

    private static func exemptions(_ count: Int) -> [Fact] {
        (0..<count).reversed().map { number in
            .exemption(
                Exemption(
                    scheme: Fact.scheme, effectiveOn: day(4 + number), ground: .individualContract, swornStatementOn: day(0)))
        }
    }
}

extension Fact {
    fileprivate static let scheme = "fpe-education-2026"

    fileprivate static func affiliation(on day: Day) -> Fact {
        .affiliation(
            Affiliation(
                scheme: scheme, effectiveOn: day, employer: "0750001A",
                employment: Employment(kind: .contractual, startedOn: FullContract.day(-1000)), bornOn: FullContract.day(-12_000),
                option: .option1, grossMonthlyPay: Money(cents: 250_000)))
    }

    fileprivate static func suspension(on day: Day, income: Suspension.Income) -> Fact {
        .suspension(Suspension(effectiveOn: day, cause: .own(.other), income: income))
    }

    fileprivate static func pay(on day: Day) -> Fact {
        .payDeclaration(PayDeclaration(effectiveOn: day, grossMonthlyPay: Money(cents: 200_000 + day.number)))
    }

    fileprivate static func option(_ number: Int, on day: Day) -> Fact {
        .optionChange(OptionChange(effectiveOn: day, option: Option.allCases[number / 2 % 3]))
    }

    fileprivate static func rescission(of version: Int) -> Fact { .rescission(Rescission(version: version, reason: "")) }

    fileprivate static func child(_ number: Int) -> Fact {
        .enrolment(
            Enrolment(
                beneficiary: BeneficiaryID(bits: UInt128(number + 1)), relation: .child, bornOn: FullContract.day(-3000 - 90 * number),
                fiscallyDependent: true, effectiveOn: FullContract.day(1)))
    }

    fileprivate static func status(of child: Int, _ number: Int) -> Fact {
        let from = FullContract.day(3000 + 30 * number)
        return .statusRecord(
            StatusRecord(
                beneficiary: BeneficiaryID(bits: UInt128(child + 1)),
                status: BeneficiaryStatus(kind: .student, from: from, through: from.adding(days: 20))))
    }
}

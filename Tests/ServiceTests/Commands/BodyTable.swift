import JSON
import Testing

@testable import ContractService

/// The bodies of the interface as a table: each field by its path, what it is, and `?` when it may be absent.
struct BodyTable: Sendable, CustomTestStringConvertible {
    let command: CommandName
    let fields: [Field]
    /// A body with every field.
    let full: JSON

    var testDescription: String { command.rawValue }

    struct Field: Sendable {
        /// Keys and indices, from the body: `employment/kind`.
        let path: [String]
        let form: Form
        let isOptional: Bool

        /// Where an error at this field points.
        var pointer: String { path.map { "/\($0)" }.joined() }

        /// Whether a day of another field must not lie on its other side.
        func boundsPeriod(of command: CommandName) -> Bool {
            ["from", "through"].contains(path.last) || command == .exempt && path == ["effectiveOn"]
        }
    }

    enum Form: Sendable, Equatable {
        case day, month, cents, uuid, code, employer, newReference, reference, archiveReference, words, flag, integer, iban, identity,
            object, list
        case oneOf([String])
    }

    static let all: [BodyTable] = CommandName.allCases.map { command in
        let rows = "\(table[command] ?? "") \(source)".split(whereSeparator: \.isWhitespace).map { Field($0) }
        // The golden body with the most members has them all.
        let bodies = GoldenEvent.present.filter { $0.command == command }.map(\.body)
        let full = bodies.max { $0.bytes().count < $1.bytes().count } ?? correction
        return BodyTable(
            command: command, fields: rows, full: full.with(["source": ["channel": "counter", "reference": "GED-2026/004711"]]))
    }

    /// The fields that every command has.
    private static let source = "source?:object source/channel:post|phone|portal|file|counter source/reference?:archiveReference"

    /// The one command that no event records.
    private static let correction: JSON = [
        "reason": "two days late", "rescind": [2, 3],
        "commands": [
            ["command": "resume", "effectiveOn": "2026-09-03"],
            ["command": "change-option", "effectiveOn": "2027-01-01", "option": "base"],
        ],
    ]

    private static let table: [CommandName: String] = [
        .affiliate: """
        scheme:code effectiveOn:day employer:employer employment:object
        employment/kind:civilServant|contractual|stateWorker|privateSchoolTeacher|apprentice
        employment/startedOn:day employment/endsOn?:day holder:object holder/bornOn:day holder/identity?:identity
        option:base|option1|option2 grossMonthlyPayCents:cents remoteTransmission?:flag
        """,
        .exempt: """
        scheme:code effectiveOn:day through?:day swornStatementOn:day
        ground:stateComplementaryCover|individualContract|fixedTermWithCover|otherCollectiveCover
        """,
        .addBeneficiary: """
        beneficiary:uuid relation:spouse|civilPartner|cohabitant|child|grandchild|partnerChild|partnerGrandchild
        bornOn:day fiscallyDependent:flag effectiveOn:day status?:object status/kind:student|apprentice|jobSeeker|disabled
        status/from:day status/through?:day status/cdaph?:flag status/evidence?:cmiInvalidity|aeeh|aah identity?:identity
        """,
        .recordBeneficiaryStatus: """
        beneficiary:uuid status:object status/kind:student|apprentice|jobSeeker|disabled status/from:day
        status/through?:day status/cdaph?:flag status/evidence?:cmiInvalidity|aeeh|aah
        """,
        .removeBeneficiary: "beneficiary:uuid effectiveOn:day reason:words",
        .suspend: """
        effectiveOn:day income:salary|employerFundedDailyAllowance|replacementIncome|none
        cause:sickLeave|longSickLeave|maternity|adoption|paternity|workAccident|personalConvenience|followPartner|studies|unpaidLeave|other|\
        parentalLeave|healthAvailability|unpaidHealthLeave|unpaidMaternityLeave|unpaidFamilyChargeLeave|familyCaregiverLeave|\
        parentalPresenceLeave|familySolidarityLeave|professionalTrainingLeave|earlyCessation|childCareAvailability|\
        childUnder12Availability
        """,
        .requestContinuation: "suspensionFrom:day requestedOn:day",
        .endContinuation: "effectiveOn:day reason:words",
        .startTemporaryCessation: """
        effectiveOn:day childBornOn?:day
        cause:parentalLeave|healthAvailability|unpaidHealthLeave|unpaidMaternityLeave|unpaidFamilyChargeLeave|familyCaregiverLeave|\
        parentalPresenceLeave|familySolidarityLeave|professionalTrainingLeave|earlyCessation|childCareAvailability|\
        childUnder12Availability
        """,
        .resume: "effectiveOn:day",
        .endEmployment: """
        lastDay:day reason:endOfContract|dismissal|mutualTermination|resignation|retirement|death|secondment|transfer
        """,
        .startPortability: """
        bulletin?:object bulletin/lastDay:day bulletin/activityPeriods:list bulletin/activityPeriods/0:object
        bulletin/activityPeriods/0/from:day bulletin/activityPeriods/1/through:day
        notification?:object notification/opensOn:day notification/benefitThrough?:day retired:flag
        """,
        .recordFranceTravailProof: "month:month compensated:flag lostOn:day",
        .endPortability: "effectiveOn:day reason:newEmployment|benefitsEnded|retirement|death|request",
        .changeOption: "effectiveOn:day option:base|option1|option2",
        .declarePay: "effectiveOn:day grossMonthlyPayCents:cents",
        .changeEmployer: "effectiveOn:day employer:employer",
        .changeRemoteTransmission: "effectiveOn:day remoteTransmission:flag",
        .registerMandate: "effectiveOn:day iban:iban mandateReference:newReference signedOn:day",
        .revokeMandate: "effectiveOn:day mandateReference:reference",
        .rescind: "version:integer reason:words",
        .correct: """
        reason:words rescind:list rescind/0:integer rescind/1:integer commands:list commands/0:object commands/0/command:affiliate|exempt
        commands/0/effectiveOn:day commands/1:object commands/1/option:base|option1|option2
        """,
    ]
}

extension BodyTable.Field {
    fileprivate init(_ text: Substring) {
        let parts = text.split(separator: ":", maxSplits: 1)
        isOptional = parts[0].hasSuffix("?")
        path = (isOptional ? parts[0].dropLast() : parts[0]).split(separator: "/").map(String.init)
        form =
            switch parts[1] {
            case "day": .day
            case "month": .month
            case "cents": .cents
            case "uuid": .uuid
            case "code": .code
            case "employer": .employer
            case "newReference": .newReference
            case "reference": .reference
            case "archiveReference": .archiveReference
            case "words": .words
            case "flag": .flag
            case "integer": .integer
            case "iban": .iban
            case "identity": .identity
            case "object": .object
            case "list": .list
            default: .oneOf(parts[1].split(separator: "|").map(String.init))
            }
    }
}

extension BodyTable.Form {
    /// Values that the form takes.
    var good: [JSON] {
        switch self {
        case .day: ["2026-01-01", "2028-02-29", "0001-01-01", "9999-12-31"]
        case .month: ["2026-01", "0001-12", "9999-12"]
        case .cents: [0, 1, 1_000_000_000_000]
        case .uuid: ["5c0f2c1e-7f0a-4d3b-9a51-0d6f4b1f2a33", "5C0F2C1E-7F0A-4D3B-9A51-0D6F4B1F2A33"]
        case .code: ["x", .string(String(repeating: "é", count: 100)), "e\u{301}\u{1F469}\u{200D}\u{1F467}"]
        case .employer: ["0750001A", "0", .string(String(repeating: "Z", count: 20))]
        case .newReference: ["x", "++?-:().,'09azAZ/x", .string(String(repeating: "R", count: 35))]
        case .reference: ["x", "++?-:().,' 09azAZ/x", .string(String(repeating: "R", count: 35))]
        case .archiveReference: ["x", "azAZ09._:/-", .string(String(repeating: "R", count: 64))]
        case .words: ["", "pour « raison » \u{1F600}", .string(String(repeating: "é", count: 200))]
        case .flag: [true, false]
        case .integer: [0, -1, 9_223_372_036_854_775_807]
        case .iban: ["FR7630006000011234567890189", "FR76 3000 6000 0112 3456 7890 189", "be68539007547034"]
        case .identity: [[:], ["familyName": "x", "nir": nil]]
        case .object, .list: []
        case .oneOf(let values): values.map { .string($0) }
        }
    }

    /// Values of the right kind that the form does not take.
    var bad: [JSON] {
        switch self {
        case .day:
            [
                "2026-02-30", "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-01T00:00:00Z",
                "20260101", "0000-01-01",
                "2026-04-31", " 2026-01-01", "２０２６-01-01", "+026-01-01", "",
            ]
        case .month: ["2026-13", "2026-00", "2026-1", "2026-01-01", "0000-01", ""]
        case .cents: [-1, 1_000_000_000_001, -9_223_372_036_854_775_808]
        case .uuid:
            [
                "", "5c0f2c1e7f0a4d3b9a510d6f4b1f2a33", "5c0f2c1e-7f0a-4d3b-9a51-0d6f4b1f2a3g", "holder",
                "{5c0f2c1e-7f0a-4d3b-9a51-0d6f4b1f2a33}",
            ]
        case .code: ["", .string(String(repeating: "x", count: 101)), "a\u{0}b"]
        case .employer: ["", " 0750001a", "0750001a", "0290012É", "A B", "\u{660}75", .string(String(repeating: "Z", count: 21))]
        case .newReference: Self.reference.bad + ["R 1", " ", "R1 "]
        case .reference:
            [
                "", "/x", "x/", "x//y", "réf", "a_b", "FR7630006000011234567890189", "285032915600119",
                .string(String(repeating: "R", count: 36)),
            ]
        case .archiveReference: ["", "two words", "réf", "a+b", "a\nb", .string(String(repeating: "R", count: 65))]
        case .words: [.string(String(repeating: "x", count: 201)), "\u{0}", "two\nlines", "\u{85}", "\u{7F}"]
        case .iban:
            [
                "", "FR76", "7630006000011234567890189", "FR7630006000011234567890189FR7630006000", "FR76-3000-6000-0112-3456",
                "FRXX30006000011234567890189", "FR7630006000011234567890188", "FR76300060000112345678901890", "ZZ7630006000011234567890189",
            ]
        case .flag, .integer, .object, .list, .identity: []
        case .oneOf: ["", "Base", "nonsense"]
        }
    }

    /// Values of another kind.
    var ill: [JSON] {
        let others: [JSON] = ["x", 1, true, [], [:], .number("1.5"), .number("1e30"), .null]
        return others.filter { value in
            switch (self, value) {
            case (.cents, .integer), (.integer, .integer), (.flag, .bool), (.object, .object), (.identity, .object), (.list, .array): false
            case (.day, .string), (.month, .string), (.uuid, .string), (.code, .string), (.employer, .string),
                (.newReference, .string), (.reference, .string), (.archiveReference, .string), (.words, .string), (.iban, .string),
                (.oneOf, .string):
                false
            default: true
            }
        }
    }
}

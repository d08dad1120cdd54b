import CivilTime
import Contracts

/// The codes of values in the projections' rows. The numbers are part of the row format: add to them, never change them.
enum Codes {
    /// All covers; a code is an index here. The last is a month of portability without its proof.
    static let covers: [Cover?] = [
        Cover.none, Cover(.exempt), Cover(.suspended), Cover(.covered, .active), Cover(.covered, .paidAbsence),
        Cover(.covered, .temporaryCessation),
        Cover(.covered, .continuation), Cover(.covered, .portability), nil,
    ]

    /// The code of a cover and its option.
    static func code(_ cover: PendingCover, _ option: Option? = nil) -> Int16 {
        let place =
            switch cover {
            case .settled(let cover):
                switch (cover.state, cover.basis) {
                case (.none, _): 0
                case (.exempt, _): 1
                case (.suspended, _): 2
                case (_, .active): 3
                case (_, .paidAbsence): 4
                case (_, .temporaryCessation): 5
                case (_, .continuation): 6
                case (_, .portability), (_, nil): 7
                }
            case .unproven: 8
            }
        return Int16(place * 4 + code(option))
    }

    private static func code(_ option: Option?) -> Int {
        switch option {
        case nil: 0
        case .base: 1
        case .option1: 2
        case .option2: 3
        }
    }

    /// The option in a code.
    static func option(_ code: Int16) -> Option? { [nil, .base, .option1, .option2][Int(code % 4)] }

    /// Whether the code is a month of portability without its proof.
    static func isUnproven(_ code: Int16) -> Bool { code / 4 == 8 }

    /// The cover of a code; calls `due` for the due day of a missing proof.
    static func cover(_ code: Int16, due: () -> Day) -> PendingCover {
        covers[Int(code / 4)].map { .settled($0) } ?? .unproven(dueThrough: due())
    }

    static let relations: [Relation] = [.spouse, .civilPartner, .cohabitant, .child, .grandchild, .partnerChild, .partnerGrandchild]

    static func code(_ relation: Relation) -> Int16 { Int16(relations.firstIndex(of: relation) ?? 0) }

    static let standings: [Standing] = [
        .outside, .exempt, .active, .paidAbsence, .suspended, .temporaryCessation, .ended, .portability,
    ]

    /// The codes of the employed standings, as an SQL list.
    static let employed = standings.indices.filter { standings[$0].isEmployed }.map(String.init).joined(separator: ", ")

    static let methods: [CotisationCollection.Method] = [.none, .payroll, .directDebit]

    /// A liability without its amounts. Its lowest 8 bits are the deciding day; then come standing, way of collection and a missing
    /// mandate.
    static func terms(_ liability: Situation.Liability) -> Int32 {
        let standing = standings.firstIndex(of: liability.standing) ?? 0
        let method = methods.firstIndex(of: liability.collection.method) ?? 0
        return Int32(liability.dayOfMonth | standing << 8 | method << 12 | (liability.collection.mandateMissing ? 1 << 16 : 0))
    }

    /// The kinds of deadlines.
    static let deadlines: [Deadline.Kind] = [
        .proof, .continuationDeadline, .beneficiaryAgeLimit, .statusExpiring, .childReaching12, .mandateMissing, .exemptionExpiring,
    ]

    static func code(_ kind: Deadline.Kind) -> Int16 { Int16(deadlines.firstIndex(of: kind) ?? 0) }
}

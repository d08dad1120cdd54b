/// Which facts lead from which standing to which.
enum TransitionTable {
    /// The facts, in the order of the table's columns.
    enum Column: Int, CaseIterable {
        case affiliate, exempt, suspendPaid, suspendUnpaid, startTemporaryCessation, resume, endEmployment, startPortability, endPortability
    }

    private static let no: Standing? = nil

    // swift-format-ignore
    private static let rows: [Standing: [Standing?]] = [
        //                     affiliate  exempt   suspend paid  suspend unpaid  start-temporary-cessation  resume   end-emp.  start-portab.  end-portab.
        .outside:            [ .active,   .exempt, no,           no,             no,                        no,      no,       no,            no     ],
        .exempt:             [ .active,   .exempt, no,           no,             no,                        no,      .ended,   no,            no     ],
        .active:             [ no,        .exempt, .paidAbsence, .suspended,     .temporaryCessation,       no,      .ended,   no,            no     ],
        .paidAbsence:        [ no,        .exempt, no,           .suspended,     .temporaryCessation,       .active, .ended,   no,            no     ],
        .suspended:          [ no,        .exempt, .paidAbsence, no,             .temporaryCessation,       .active, .ended,   no,            no     ],
        .temporaryCessation: [ no,        .exempt, .paidAbsence, .suspended,     .temporaryCessation,       .active, .ended,   no,            no     ],
        .ended:              [ .active,   .exempt, no,           no,             no,                        no,      no,       .portability,  no     ],
        .portability:        [ .active,   .exempt, no,           no,             no,                        no,      no,       no,            .ended ],
    ]

    /// The standing that a fact leads to, or the rule that refuses it.
    ///
    /// From temporary cessation another cause only leads to temporary cessation again: that is the fact's own check.
    static func standing(after fact: Column, from standing: Standing) throws(Refusal) -> Standing {
        guard let next = rows[standing]?[fact.rawValue] else { throw Refusal(refusal(of: fact, from: standing)) }
        return next
    }

    private static func refusal(of fact: Column, from standing: Standing) -> Rule {
        switch fact {
        case .affiliate, .exempt: .contractAlreadyAffiliated
        case .suspendPaid, .suspendUnpaid: standing.isEmployed ? .absenceAlreadyOpen : .employmentNotEmployed
        case .startTemporaryCessation, .endEmployment: .employmentNotEmployed
        case .resume: .resumptionNothingToResume
        case .startPortability: standing == .portability ? .portabilityAlreadyStarted : .portabilityEmploymentNotEnded
        case .endPortability: .portabilityNotOpen
        }
    }
}

/// The table of transitions: from a standing, through a fact, to another standing.
enum TransitionTable {
    /// The columns of the table: the facts.
    enum Column: Int, CaseIterable {
        case affiliate, exempt, suspendPaid, suspendUnpaid, startTemporaryCessation, resume, endEmployment, startPortability, endPortability
    }

    private static let no: Standing? = nil

    /// The standings after each fact, from one standing, in the order of the columns.
    // swift-format-ignore
    private static func row(of standing: Standing) -> [9 of Standing?] {
        switch standing {
        //                          affiliate  exempt   suspend paid  suspend unpaid  start-temporary-cessation  resume   end-emp.  start-portab.  end-portab.
        case .outside:            [ .active,   .exempt, no,           no,             no,                        no,      no,       no,            no     ]
        case .exempt:             [ .active,   .exempt, no,           no,             no,                        no,      .ended,   no,            no     ]
        case .active:             [ no,        .exempt, .paidAbsence, .suspended,     .temporaryCessation,       no,      .ended,   no,            no     ]
        case .paidAbsence:        [ no,        .exempt, no,           .suspended,     .temporaryCessation,       .active, .ended,   no,            no     ]
        case .suspended:          [ no,        .exempt, .paidAbsence, no,             .temporaryCessation,       .active, .ended,   no,            no     ]
        case .temporaryCessation: [ no,        .exempt, .paidAbsence, .suspended,     .temporaryCessation,       .active, .ended,   no,            no     ]
        case .ended:              [ .active,   .exempt, no,           no,             no,                        no,      no,       .portability,  no     ]
        case .portability:        [ .active,   .exempt, no,           no,             no,                        no,      no,       no,            .ended ]
        }
    }

    /// The standing after a fact; `nil` when the table refuses the fact.
    ///
    /// Temporary cessation may follow itself only with another cause: that fact's own check requires it.
    static func standing(after fact: Column, from standing: Standing) -> Standing? { row(of: standing)[fact.rawValue] }

    /// The rule by which the table refuses a fact.
    static func refusal(of fact: Column, from standing: Standing) -> Rule {
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

// The closed lists of the interface, spelled as they are there.

enum ModelEmploymentKind: String, CaseIterable, Sendable {
    case civilServant, contractual, stateWorker, privateSchoolTeacher, apprentice
}

enum ModelOption: String, CaseIterable, Sendable {
    case base, option1, option2
}

enum ModelGround: String, CaseIterable, Sendable {
    case stateComplementaryCover, individualContract, fixedTermWithCover, otherCollectiveCover
}

enum ModelRelation: String, CaseIterable, Sendable {
    case spouse, civilPartner, cohabitant, child, grandchild, partnerChild, partnerGrandchild

    var isPartner: Bool { self == .spouse || self == .civilPartner || self == .cohabitant }
}

enum ModelStatusKind: String, CaseIterable, Sendable {
    case student, apprentice, jobSeeker, disabled
}

enum ModelEvidence: String, CaseIterable, Sendable {
    case cmiInvalidity, aeeh, aah
}

/// The causes of both kinds of absence: `suspend` may be given any of them, `start-temporary-cessation` those of the closed list.
enum ModelCause: String, CaseIterable, Sendable {
    case sickLeave, longSickLeave, maternity, adoption, paternity, workAccident, personalConvenience, followPartner, studies, unpaidLeave
    case other
    case parentalLeave, healthAvailability, unpaidHealthLeave, unpaidMaternityLeave, unpaidFamilyChargeLeave, familyCaregiverLeave
    case parentalPresenceLeave, familySolidarityLeave, professionalTrainingLeave, earlyCessation, childCareAvailability
    case childUnder12Availability

    var isOnTheClosedList: Bool { ModelCause.closedList.contains(self) }

    static let closedList: [ModelCause] = [
        .parentalLeave, .healthAvailability, .unpaidHealthLeave, .unpaidMaternityLeave, .unpaidFamilyChargeLeave, .familyCaregiverLeave,
        .parentalPresenceLeave, .familySolidarityLeave, .professionalTrainingLeave, .earlyCessation, .childCareAvailability,
        .childUnder12Availability,
    ]
}

enum ModelIncome: String, CaseIterable, Sendable {
    case salary, employerFundedDailyAllowance, replacementIncome, none
}

enum ModelEndReason: String, CaseIterable, Sendable {
    case endOfContract, dismissal, mutualTermination, resignation, retirement, death, secondment, transfer
}

enum ModelPortabilityEndReason: String, CaseIterable, Sendable {
    case newEmployment, benefitsEnded, retirement, death, request
}

/// A field of a command's body that a rule may name as wrong. The raw value is its path in the body.
public enum BodyField: String, CaseIterable, Sendable {
    // The day, or the field that identifies it.
    case effectiveOn, lastDay, suspensionFrom, month, version
    case bulletinLastDay = "bulletin/lastDay"
    case statusFrom = "status/from"

    // Other content.
    case scheme, cause, income, childBornOn, requestedOn, lostOn, mandateReference
    case bulletin, notification, retired
    case beneficiary, relation, bornOn, fiscallyDependent, status
}

extension Fact {
    /// The wrong field when a rule refuses the fact. It is the day unless the rule concerns another field; `nil` for no field.
    func field(refusedBy rule: Rule) -> BodyField? {
        switch (rule, self) {
        case (.contractUnknown, _), (.contractFull, _): nil
        case (.schemeUnknown, .affiliation), (.schemeUnknown, .exemption): .scheme
        case (.absenceClassification, _): .cause
        case (.absenceChildBirthDateMissing, .temporaryCessation), (.absenceChildTooOld, .temporaryCessation): .childBornOn
        case (.continuationDeadline, _): .requestedOn
        case (.portabilityBulletinMissing, .portabilityStart): .bulletin
        case (.portabilityNotificationMissing, .portabilityStart): .notification
        case (.portabilityRetired, .portabilityStart(let start)) where start.retired: .retired
        case (.beneficiaryUnknown, _): .beneficiary
        case (.beneficiaryNotEligible, .enrolment(let enrolment)): enrolment.ineligibleField
        case (.mandateUnknown, _): .mandateReference
        default: dayField
        }
    }

    /// The field with the effective day, or with the event that a rescission annuls; `nil` for an erasure, which has no body.
    var dayField: BodyField? {
        switch self {
        case .employmentEnd: .lastDay
        case .portabilityStart: .bulletinLastDay
        case .continuationRequest: .suspensionFrom
        case .proof: .month
        case .statusRecord: .statusFrom
        case .rescission: .version
        case .erasure: nil
        case .affiliation, .exemption, .suspension, .temporaryCessation, .resumption, .portabilityEnd, .enrolment, .removal,
            .continuationEnd, .optionChange, .payDeclaration, .employerChange, .remoteTransmissionChange, .mandateRegistration,
            .mandateRevocation:
            .effectiveOn
        }
    }
}

extension Enrolment {
    /// The wrong field when a person has no right on joining.
    fileprivate var ineligibleField: BodyField {
        if !fiscallyDependent { return .fiscallyDependent }
        if effectiveOn < bornOn { return .effectiveOn }
        // A disability counts only if the status has its papers.
        return status?.kind == .disabled ? .status : .bornOn
    }
}

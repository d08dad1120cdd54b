/// A rule of the domain, which decides an answer or refuses a command.
///
/// The raw value is the id in answers and refusals; see also ``source``, ``french`` and ``english``.
public enum Rule: String, CaseIterable, Sendable {
    // The contract and its log.
    case contractUnknown = "contract.unknown"
    case rescissionTarget = "rescission.target"
    case rescissionAlreadyRescinded = "rescission.alreadyRescinded"
    case schemeUnknown = "scheme.unknown"
    case mandateUnknown = "mandate.unknown"
    case contractFull = "contract.full"

    // The holder's standing.
    case contractAlreadyAffiliated = "contract.alreadyAffiliated"
    case employmentNotEmployed = "employment.notEmployed"
    case absenceClassification = "absence.classification"
    case absenceAlreadyOpen = "absence.alreadyOpen"
    case absenceChildBirthDateMissing = "absence.childBirthDateMissing"
    case absenceChildTooOld = "absence.childTooOld"
    case resumptionNothingToResume = "resumption.nothingToResume"
    case affiliationBeforeEmployment = "affiliation.beforeEmployment"
    case affiliationBeforeScheme = "affiliation.beforeScheme"

    // Cover.
    case coverOutside = "cover.outside"
    case coverActive = "cover.active"
    case coverSuspended = "cover.suspended"
    case coverEnded = "cover.ended"
    case exemption
    case resumption
    case continuation
    case continuationNoSuspension = "continuation.noSuspension"
    case continuationAlreadyRequested = "continuation.alreadyRequested"
    case continuationDeadline = "continuation.deadline"
    case continuationNotInForce = "continuation.notInForce"

    // Portability.
    case portabilityBulletinMissing = "portability.bulletinMissing"
    case portabilityAlreadyStarted = "portability.alreadyStarted"
    case portabilityEmploymentNotEnded = "portability.employmentNotEnded"
    case portabilityRetired = "portability.retired"
    case portabilityNotCoveredAtEnd = "portability.notCoveredAtEnd"
    case portabilityNotificationMissing = "portability.notificationMissing"
    case portabilityNotOpen = "portability.notOpen"
    case portabilityDuration = "portability.duration"
    case proofProven = "proof.proven"
    case proofAwaited = "proof.awaited"
    case proofOverdue = "proof.overdue"
    case proofConflicting = "proof.conflicting"
    case proofOutsideWindow = "proof.outsideWindow"
    case optionFrozen = "option.frozen"
    case contractNotInForce = "contract.notInForce"

    // Beneficiaries.
    case beneficiaryRight = "beneficiary.right"
    case beneficiaryUnknown = "beneficiary.unknown"
    case beneficiaryBeforeHolder = "beneficiary.beforeHolder"
    case portabilityNoNewBeneficiaries = "portability.noNewBeneficiaries"
    case beneficiaryAlreadyEnrolled = "beneficiary.alreadyEnrolled"
    case beneficiaryContradicting = "beneficiary.contradicting"
    case beneficiaryNotEligible = "beneficiary.notEligible"
    case beneficiaryPartnerExists = "beneficiary.partnerExists"
    case beneficiaryNotEnrolled = "beneficiary.notEnrolled"

    // Cotisation.
    case cotisationMonth = "cotisation.month"
    case cotisationBase = "cotisation.base"
    case cotisationOption = "cotisation.option"
    case cotisationBeneficiaries = "cotisation.beneficiaries"
    case cotisationTemporaryCessation = "cotisation.temporaryCessation"
    case cotisationContinuation = "cotisation.continuation"
    case cotisationNone = "cotisation.none"
    case collection
    case adjustment

    /// The id.
    public var id: String { rawValue }
}

extension Rule {
    /// The origin of the rule: `G n` of the member's guide, a law or decree, or `P`, a policy of the scheme's parameters.
    public var source: String { text.source }
    /// The text for a clerk, in French.
    public var french: String { text.french }
    /// The text in English.
    public var english: String { text.english }
}

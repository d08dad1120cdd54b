public import Contracts

extension FactKind {
    /// The command that records facts of this kind.
    public var command: CommandName {
        switch self {
        case .affiliation: .affiliate
        case .exemption: .exempt
        case .suspension: .suspend
        case .temporaryCessation: .startTemporaryCessation
        case .resumption: .resume
        case .employmentEnd: .endEmployment
        case .portabilityStart: .startPortability
        case .portabilityEnd: .endPortability
        case .enrolment: .addBeneficiary
        case .statusRecord: .recordBeneficiaryStatus
        case .removal: .removeBeneficiary
        case .continuationRequest: .requestContinuation
        case .continuationEnd: .endContinuation
        case .proof: .recordFranceTravailProof
        case .optionChange: .changeOption
        case .payDeclaration: .declarePay
        case .employerChange: .changeEmployer
        case .remoteTransmissionChange: .changeRemoteTransmission
        case .mandateRegistration: .registerMandate
        case .mandateRevocation: .revokeMandate
        case .rescission: .rescind
        }
    }
}

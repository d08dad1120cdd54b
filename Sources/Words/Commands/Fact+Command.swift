public import Contracts

extension Fact {
    /// The command that records the fact; `nil` for an erasure, which has a route of its own.
    public var command: ClerkCommand? {
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
        case .erasure: nil
        }
    }
}

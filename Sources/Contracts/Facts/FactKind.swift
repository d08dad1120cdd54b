/// The kinds of facts that commands record: one for each command. The correction is the exception: it records several facts.
public enum FactKind: String, CaseIterable, Sendable {
    case affiliation, exemption
    case enrolment, statusRecord, removal
    case suspension, continuationRequest, continuationEnd, temporaryCessation, resumption
    case employmentEnd, portabilityStart, proof, portabilityEnd
    case optionChange, payDeclaration, employerChange, remoteTransmissionChange, mandateRegistration, mandateRevocation
    case rescission
}

extension Fact {
    /// Its kind; `nil` for an erasure, which no command records.
    public var kind: FactKind? {
        switch self {
        case .affiliation: .affiliation
        case .exemption: .exemption
        case .suspension: .suspension
        case .temporaryCessation: .temporaryCessation
        case .resumption: .resumption
        case .employmentEnd: .employmentEnd
        case .portabilityStart: .portabilityStart
        case .portabilityEnd: .portabilityEnd
        case .enrolment: .enrolment
        case .statusRecord: .statusRecord
        case .removal: .removal
        case .continuationRequest: .continuationRequest
        case .continuationEnd: .continuationEnd
        case .proof: .proof
        case .optionChange: .optionChange
        case .payDeclaration: .payDeclaration
        case .employerChange: .employerChange
        case .remoteTransmissionChange: .remoteTransmissionChange
        case .mandateRegistration: .mandateRegistration
        case .mandateRevocation: .mandateRevocation
        case .rescission: .rescission
        case .erasure: nil
        }
    }
}

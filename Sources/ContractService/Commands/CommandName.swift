/// The commands, by the names of their routes.
public enum CommandName: String, CaseIterable, Sendable {
    case affiliate
    case exempt
    case addBeneficiary = "add-beneficiary"
    case recordBeneficiaryStatus = "record-beneficiary-status"
    case removeBeneficiary = "remove-beneficiary"
    case suspend
    case requestContinuation = "request-continuation"
    case endContinuation = "end-continuation"
    case startTemporaryCessation = "start-temporary-cessation"
    case resume
    case endEmployment = "end-employment"
    case startPortability = "start-portability"
    case recordFranceTravailProof = "record-france-travail-proof"
    case endPortability = "end-portability"
    case changeOption = "change-option"
    case declarePay = "declare-pay"
    case changeEmployer = "change-employer"
    case changeRemoteTransmission = "change-remote-transmission"
    case registerMandate = "register-mandate"
    case revokeMandate = "revoke-mandate"
    case rescind
    case correct
}

extension CommandName {
    /// Whether it annuls events.
    public var annuls: Bool { self == .rescind || self == .correct }

    /// The type of the command's event; `nil` for a correction, which is recorded as its parts. The log contains these names: never change
    /// them.
    public var eventType: String? {
        switch self {
        case .affiliate: "affiliated"
        case .exempt: "exempted"
        case .addBeneficiary: "beneficiaryAdded"
        case .recordBeneficiaryStatus: "beneficiaryStatusRecorded"
        case .removeBeneficiary: "beneficiaryRemoved"
        case .suspend: "suspended"
        case .requestContinuation: "continuationRequested"
        case .endContinuation: "continuationEnded"
        case .startTemporaryCessation: "temporaryCessationStarted"
        case .resume: "resumed"
        case .endEmployment: "employmentEnded"
        case .startPortability: "portabilityStarted"
        case .recordFranceTravailProof: "franceTravailProofRecorded"
        case .endPortability: "portabilityEnded"
        case .changeOption: "optionChanged"
        case .declarePay: "payDeclared"
        case .changeEmployer: "employerChanged"
        case .changeRemoteTransmission: "remoteTransmissionChanged"
        case .registerMandate: "mandateRegistered"
        case .revokeMandate: "mandateRevoked"
        case .rescind: "rescinded"
        case .correct: nil
        }
    }

    /// The command whose event has this type.
    public init?(eventType: String) {
        guard let name = CommandName.byEventType[eventType] else { return nil }
        self = name
    }

    private static let byEventType = Dictionary(
        uniqueKeysWithValues: allCases.compactMap { name in name.eventType.map { ($0, name) } })
}

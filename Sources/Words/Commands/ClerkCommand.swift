/// The commands, by the names of their routes. A test compares the list with `CommandName`, which is in a module above this one.
public enum ClerkCommand: String, CaseIterable, Sendable {
    case affiliate
    case exempt
    case suspend
    case startTemporaryCessation = "start-temporary-cessation"
    case requestContinuation = "request-continuation"
    case endContinuation = "end-continuation"
    case resume
    case endEmployment = "end-employment"
    case startPortability = "start-portability"
    case recordFranceTravailProof = "record-france-travail-proof"
    case endPortability = "end-portability"
    case addBeneficiary = "add-beneficiary"
    case recordBeneficiaryStatus = "record-beneficiary-status"
    case removeBeneficiary = "remove-beneficiary"
    case changeOption = "change-option"
    case declarePay = "declare-pay"
    case changeEmployer = "change-employer"
    case changeRemoteTransmission = "change-remote-transmission"
    case registerMandate = "register-mandate"
    case revokeMandate = "revoke-mandate"
    case rescind
    case correct

    /// The commands that a correction may contain.
    public static let ofCorrections = allCases.filter { $0 != .rescind && $0 != .correct }

    /// The command's group in the menu.
    public var group: CommandGroup {
        switch self {
        case .affiliate, .exempt: .arrival
        case .suspend, .startTemporaryCessation, .requestContinuation, .endContinuation, .resume: .absence
        case .endEmployment, .startPortability, .recordFranceTravailProof, .endPortability: .departure
        case .addBeneficiary, .recordBeneficiaryStatus, .removeBeneficiary: .family
        case .changeOption, .declarePay, .changeEmployer, .changeRemoteTransmission, .registerMandate, .revokeMandate: .contract
        case .rescind, .correct: .mistake
        }
    }
}

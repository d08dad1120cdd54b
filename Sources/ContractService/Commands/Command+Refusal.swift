import CivilTime
import Contracts

extension ServiceError {
    /// The refusal of a command by a rule: with the field at fault, from the command's body.
    init(_ refusal: Refusal, of command: Command) {
        self = .refused(refusal.rule, conflictsWith: refusal.conflictsWith, pointer: command.pointer(to: refusal))
    }
}

extension Command {
    /// An RFC 6901 pointer to the field that a rule refuses; of a correction, to its entry or a field of that.
    fileprivate func pointer(to refusal: Refusal) -> String? {
        guard facts.indices.contains(refusal.entry) else { return nil }
        let field = facts[refusal.entry].field(refusedBy: refusal.rule)
        guard name == .correct else { return "/\(field)" }
        let rescissions = facts.prefix { if case .rescission = $0 { true } else { false } }.count
        return refusal.entry < rescissions ? "/rescind/\(refusal.entry)" : "/commands/\(refusal.entry - rescissions)/\(field)"
    }
}

extension Fact {
    /// The field of the command's body that a rule refuses: the day of the fact, where the rule names nothing else.
    fileprivate func field(refusedBy rule: Rule) -> String {
        switch (rule, self) {
        case (.schemeUnknown, .affiliation), (.schemeUnknown, .exemption): "scheme"
        case (.absenceClassification, _): "cause"
        case (.absenceChildBirthDateMissing, .temporaryCessation), (.absenceChildTooOld, .temporaryCessation): "childBornOn"
        case (.continuationDeadline, _): "requestedOn"
        case (.portabilityBulletinMissing, .portabilityStart): "bulletin"
        case (.portabilityNotificationMissing, .portabilityStart): "notification"
        case (.portabilityRetired, .portabilityStart(let start)) where start.retired: "retired"
        case (.proofOutsideWindow, .proof(let proof)) where proof.lostOn.map({ !proof.month.contains($0) }) ?? false: "lostOn"
        case (.beneficiaryUnknown, _), (.beneficiaryContradicting, _): "beneficiary"
        case (.mandateUnknown, _): "mandateReference"
        default: dayField
        }
    }

    /// The field that says from which day on the fact is true.
    private var dayField: String {
        switch self {
        case .employmentEnd: "lastDay"
        case .portabilityStart: "bulletin/lastDay"
        case .continuationRequest: "suspensionFrom"
        case .proof: "month"
        case .statusRecord: "status/from"
        case .rescission: "version"
        default: "effectiveOn"
        }
    }
}

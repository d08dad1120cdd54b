import Billing
import ContractService
import Contracts
import JSON

/// A refused line, with the rule that refused it.
struct RefusedLine {
    private let answer: BulkAnswer
    /// The id of the rule, as in HTTP answers.
    let rule: String
    private let detail: String

    /// `nil` when the line was accepted.
    init?(_ answer: BulkAnswer) {
        guard case .failure(let error) = answer.outcome else { return nil }
        self.answer = answer
        (rule, detail) = Self.words(error)
    }

    /// The line of the file of refused lines.
    var json: JSON {
        var fields: JSON.Object = ["line": JSON(answer.line)]
        if let key = answer.key { fields.append("key", .string(key)) }
        if let contract = answer.contract { fields.append("contract", .string(contract.description)) }
        fields.append("rule", .string(rule))
        fields.append("detail", .string(detail))
        if case .failure(ServiceError.refused(_, let conflictsWith, let pointer, let makesUnlawful)) = answer.outcome {
            if let pointer { fields.append("pointer", .string(pointer)) }
            if let conflictsWith { fields.append("conflictsWith", JSON(conflictsWith)) }
            if makesUnlawful { fields.append("makesUnlawful", true) }
        }
        if case .failure(ServiceError.personalWords(let pointer)) = answer.outcome { fields.append("pointer", .string(pointer)) }
        if case .failure(ServiceError.personErased(let pointer?)) = answer.outcome { fields.append("pointer", .string(pointer)) }
        if case .failure(ServiceError.mandateTaken(let pointer)) = answer.outcome { fields.append("pointer", .string(pointer)) }
        return .object(fields)
    }

    private static func words(_ error: any Error) -> (rule: String, detail: String) {
        switch error {
        case UnreadableLine.notJSON(.byteOrderMark):
            ("request.malformed", "The line has a byte order mark (BOM, U+FEFF): it is accepted at the start of a file only.")
        case UnreadableLine.notJSON: ("request.malformed", "The line is not JSON.")
        case UnreadableLine.tooLong: ("request.tooLarge", "The line exceeds \(BulkLine.maximum) bytes.")
        case ServiceError.malformed(let field):
            ("request.malformed", "\(field.pointer.isEmpty ? "The line" : "The field \(field.pointer)"): \(field.problem.words)")
        case ServiceError.refused(let rule, _, _, _): (rule.id, rule.english)
        case ServiceError.personalWords:
            ("words.personal", "No social security number, IBAN, e-mail address or telephone number may stand in this text.")
        case ServiceError.personErased:
            ("person.erased", "What was held of this person was erased; nothing is kept of them in this contract any more.")
        case ServiceError.mandateTaken: (BillingRule.mandateTaken.id, BillingRule.mandateTaken.english)
        case ServiceError.idempotencyErased:
            (
                "idempotency.erased",
                "This key was used with a command that told of a person who was erased since: that command is recorded, this line is not."
            )
        case ServiceError.idempotencyMismatch:
            ("idempotency.mismatch", "This key was already used with another contract, command or body.")
        case ServiceError.concurrentChange:
            ("version.concurrent", "The contract changed several times while the command was decided: try again.")
        case ServiceError.unavailable: ("service.unavailable", "The database does not answer.")
        case ServiceError.outcomeUnknown: ("service.outcomeUnknown", "The database did not confirm the command: it may be recorded.")
        case let error as ServiceError: ("service.fault", error.words)
        default: ("service.fault", "The service cannot decide this command: what the log holds of the contract is not as it should be.")
        }
    }
}

extension MalformedField.Problem {
    fileprivate var words: String {
        switch self {
        case .missing: "it is missing"
        case .unknown: "it is unknown"
        case .duplicate: "it is given twice"
        case .wrongType(let kind): "it is not of type \(kind)"
        case .badValue(let form): "it is not of the expected form: \(form)"
        }
    }
}

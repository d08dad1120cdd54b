import Contracts

extension ServiceError {
    /// A rule's refusal of a command, with a pointer to the wrong field of its body.
    init(_ refusal: Refusal, of command: Command) {
        self = .refused(
            refusal.rule, conflictsWith: refusal.conflictsWith, pointer: command.pointer(to: refusal), makesUnlawful: refusal.makesUnlawful)
    }
}

extension Command {
    /// An RFC 6901 pointer to the refused field. In a correction, a pointer to the entry or its field.
    fileprivate func pointer(to refusal: Refusal) -> String? {
        let field = refusal.field.map { "/\($0.rawValue)" }
        guard name == .correct else { return field }
        guard facts.indices.contains(refusal.entry) else { return nil }
        let rescissions = facts.prefix { if case .rescission = $0 { true } else { false } }.count
        return refusal.entry < rescissions ? "/rescind/\(refusal.entry)" : "/commands/\(refusal.entry - rescissions)\(field ?? "")"
    }
}

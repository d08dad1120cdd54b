import Contracts
import JSON

@testable import ContractService

/// What a command or a question came to, as a value.
enum Outcome<Answer: Sendable>: Sendable {
    case answered(Answer)
    case failed(any Error)

    init(_ body: () async throws -> Answer) async {
        do { self = .answered(try await body()) } catch { self = .failed(error) }
    }

    /// The answer, when there is one.
    var answer: Answer? { if case .answered(let answer) = self { answer } else { nil } }

    /// The rule that refuses.
    var rule: Rule? { if case .failed(ServiceError.refused(let rule, _, _, _)) = self { rule } else { nil } }

    /// In a word, to compare: `accepted`, `replayed`, the id of a rule, or the name of an error.
    var word: String {
        switch self {
        case .answered(let answer as Acceptance) where answer.replayed: return "replayed"
        case .answered: return "accepted"
        case .failed(let error):
            switch error as? ServiceError {
            case .refused(let rule, _, _, _): return rule.id
            case .malformed(let field): return "malformed \(field.pointer)"
            case .personalWords(let pointer): return "words.personal \(pointer)"
            case .preconditionFailed(let version): return "at version \(version)"
            case .mayNotAnnul: return "not permitted"
            case .idempotencyMismatch: return "mismatch"
            case .concurrentChange: return "concurrent change"
            case .unavailable: return "unavailable"
            case .outcomeUnknown: return "outcome unknown"
            case .overloaded: return "overloaded"
            case .tooLarge: return "too large"
            case .personUnknown: return "person unknown"
            case .personErased(let pointer): return "person.erased \(pointer ?? "")"
            case .mandateTaken(let pointer): return "mandate.taken \(pointer)"
            case .idempotencyErased: return "idempotency.erased"
            case .personChanged: return "person changed"
            case .searchTooBroad: return "too broad"
            case .clockGoesBack: return "clock goes back"
            case .otherIncarnation: return "other incarnation"
            case .clockDiffers: return "clock differs"
            case .logEndsInFuture: return "log ends in the future"
            case .awaitsRecovery: return "awaits recovery"
            case nil: return "fault: \(error)"
            }
        }
    }
}

extension Outcome<Acceptance> {
    /// What a command of a round, or a line of a bulk, came to.
    init(_ result: Result<Acceptance, any Error>) {
        switch result {
        case .success(let acceptance): self = .answered(acceptance)
        case .failure(let error): self = .failed(ServiceError(error) ?? error)
        }
    }
}

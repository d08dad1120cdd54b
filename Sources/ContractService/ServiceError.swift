public import Contracts
public import JSON

/// Why a command or question failed. Nothing was recorded, except perhaps with `outcomeUnknown`.
public enum ServiceError: Error, Sendable {
    /// The body, or one of its fields, is malformed.
    case malformed(MalformedField)
    /// A rule refuses the command. `conflictsWith` is the version of the conflicting fact, `pointer` an RFC 6901 pointer to the wrong
    /// field.
    /// `makesUnlawful`: not the command itself, but the recorded fact would then break the rule.
    case refused(Rule, conflictsWith: Int? = nil, pointer: String? = nil, makesUnlawful: Bool = false)
    /// The caller may not annul events.
    case mayNotAnnul
    /// A text of the command looks like personal data; `pointer` leads to it.
    case personalWords(pointer: String)
    /// The contract has another version than the sender expects.
    case preconditionFailed(version: Int)
    /// The sender's expected version belongs to another log, or to this log before a backup was restored.
    case otherIncarnation
    /// The caller used the same key for another contract, command or body.
    case idempotencyMismatch
    /// The contract changed again and again during the decision.
    case concurrentChange
    /// The vault has no data about the person.
    case personUnknown
    /// The person was erased, and nothing is stored about them again. `pointer` leads to their data in the command.
    case personErased(pointer: String? = nil)
    /// Another contract of the same creditor has registered the mandate's reference; `pointer` leads to it.
    case mandateTaken(pointer: String)
    /// The key's first command had data about a person erased since. So the two commands cannot be compared.
    case idempotencyErased
    /// The person's stored identity is not the one that the sender expects.
    case personChanged
    /// A search matches more people than an answer may name.
    case searchTooBroad
    /// The sandbox's clock cannot go back.
    case clockGoesBack
    /// The database is unavailable, or the service is stopping. Nothing was recorded: the command can be sent again.
    case unavailable(retryAfterSeconds: Int)
    /// The command may be recorded: its commit was not confirmed, or not by a required standby.
    /// To settle it, send the same command again under the same idempotency key.
    case outcomeUnknown(retryAfterSeconds: Int)
    /// The contract is too large to compute the answer in the time allowed.
    case tooLarge(retryAfterSeconds: Int)
    /// Too many requests are waiting: the command can be sent again.
    case overloaded(retryAfterSeconds: Int)
    /// This process's clock differs from the log's by `seconds`: nothing can be recorded.
    case clockDiffers(seconds: Int)
    /// The log's last event is `seconds` in the future: nothing can be recorded until the owner accepts that.
    case logEndsInFuture(seconds: Int)
    /// The log was restored from a backup, and is not recovered: nothing is read from it or recorded until its owner has recovered it.
    case awaitsRecovery
}

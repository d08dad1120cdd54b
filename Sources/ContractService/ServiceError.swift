public import Contracts
public import JSON

/// Why a command or a question has no answer. Nothing was recorded, unless the error is `outcomeUnknown`.
public enum ServiceError: Error, Sendable {
    /// The body, or a field of it, has not the form of the interface.
    case malformed(MalformedField)
    /// A rule refuses it: with the version of the recorded fact that stands in the way, and an RFC 6901 pointer to the field at fault, where
    /// there are any. `makesUnlawful` says that the recorded fact would break the rule, and not the command's own.
    case refused(Rule, conflictsWith: Int? = nil, pointer: String? = nil, makesUnlawful: Bool = false)
    /// The caller may not annul events.
    case mayNotAnnul
    /// Words of the command, to which the pointer leads, look like personal data.
    case personalWords(pointer: String)
    /// The contract is at another version than the sender expects.
    case preconditionFailed(version: Int)
    /// The sender expects a version of another log, or of this one before a backup was restored.
    case otherIncarnation
    /// The caller used the key for another contract, command or body.
    case idempotencyMismatch
    /// Others changed the contract again and again while the command was decided.
    case concurrentChange
    /// A person of whom the vault holds nothing.
    case personUnknown
    /// What was held of a person was destroyed, and nothing is kept of them again. The pointer leads to what a command tells of them.
    case personErased(pointer: String? = nil)
    /// The key belongs to a command that told of a person who was erased since: whether it is the same cannot be told.
    case idempotencyErased
    /// What the vault holds of a person is not what the sender expects.
    case personChanged
    /// A search means more people than an answer names.
    case searchTooBroad
    /// The sandbox's clock does not go back.
    case clockGoesBack
    /// The database is away, or the service is stopping. Nothing was recorded: the command can be sent again.
    case unavailable(retryAfterSeconds: Int)
    /// The command may be recorded: its commit was not confirmed, or not by the standbys it waits for. The same command under the same idempotency key
    /// settles it.
    case outcomeUnknown(retryAfterSeconds: Int)
    /// The contract holds too much to be reckoned in the time allowed.
    case tooLarge(retryAfterSeconds: Int)
    /// Too much is waiting: the command can be sent again.
    case overloaded(retryAfterSeconds: Int)
    /// The clock of this process differs from the log's by so much: nothing can be recorded by it.
    case clockDiffers(seconds: Int)
    /// The log ends so far in the future: nothing can be recorded until its owner accepts that.
    case logEndsInFuture(seconds: Int)
}

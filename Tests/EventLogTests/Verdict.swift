import EventLog

/// What became of a proposal, in tests.
enum Verdict: Sendable, Equatable {
    /// It is in the log, durably.
    case appended(Receipt)
    /// The contract is not at the version it was decided on, or what came before it in the same append was not accepted. Nothing was
    /// recorded; the command is to be decided again.
    case conflict(actualVersion: Int)
    /// The same command was accepted before, under the same key, with this answer. Nothing was recorded.
    case replayed(Receipt)
    /// The key belongs to another command. Nothing was recorded.
    case mismatched
    /// The key belongs to a command that told of a person who was erased since: nobody can tell whether it is the same. Nothing was recorded.
    case forgotten
}

import FoundationEssentials
import Postgres

/// What an append assumes about the log: its end, and facts that were not looked up.
public enum AppendBasis: Sendable {
    /// Optimistic: the proposals were decided on this end. The append records nothing if the log ends elsewhere now.
    case end(Head, Assumptions)
    /// Pessimistic: the log ends here. The session's transaction has locked the head, so nobody else can append.
    case heldEnd(Head)

    /// Where the log ends.
    public var head: Head {
        switch self {
        case .end(let head, _), .heldEnd(let head): head
        }
    }
}

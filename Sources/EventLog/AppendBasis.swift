import FoundationEssentials
import Postgres

/// What an append rests on: where the log ends, and what was taken to be so without a look at it.
public enum AppendBasis: Sendable {
    /// The log ended here when its proposals were decided. Nothing is recorded when it ends elsewhere now.
    case end(Head, Assumptions)
    /// The log ends here, and nobody else can append: the transaction on the session holds the head.
    case heldEnd(Head)

    /// Where the log ends.
    public var head: Head {
        switch self {
        case .end(let head, _), .heldEnd(let head): head
        }
    }
}

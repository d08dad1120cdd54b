/// What a transaction sees of concurrent ones.
public enum Isolation: Sendable {
    /// Every statement has its own snapshot.
    case readCommitted
    /// All statements have the snapshot of the first; an update of a row changed since fails with 40001.
    case repeatableRead
    /// As if the transactions ran one after the other; one that cannot fit fails with 40001.
    case serializable
    /// `repeatableRead`, refusing to write.
    case readOnlySnapshot

    var begin: SQL {
        switch self {
        case .readCommitted: "BEGIN ISOLATION LEVEL READ COMMITTED"
        case .repeatableRead: "BEGIN ISOLATION LEVEL REPEATABLE READ"
        case .serializable: "BEGIN ISOLATION LEVEL SERIALIZABLE"
        case .readOnlySnapshot: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        }
    }
}

/// How a transaction is isolated from concurrent ones.
public enum Isolation: Sendable {
    /// Each statement has its own snapshot.
    case readCommitted
    /// All statements share the first one's snapshot. An update of a row changed since then fails with 40001.
    case repeatableRead
    /// As if the transactions ran one after another. A transaction that cannot be ordered so fails with 40001.
    case serializable
    /// Like `repeatableRead`, but refuses writes.
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

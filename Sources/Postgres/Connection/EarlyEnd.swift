/// Why an access ended early.
enum EarlyEnd {
    case cancelled
    case deadline
    /// The server has not answered a statement.
    case silence

    var error: any Error {
        switch self {
        case .cancelled: CancellationError()
        case .deadline: PostgresError(.timedOut, "the deadline passed")
        case .silence: PostgresError(.timedOut, "the server did not answer in time")
        }
    }
}

/// Why an access ended early.
enum EarlyEnd {
    case cancelled
    case deadline

    var error: any Error {
        switch self {
        case .cancelled: CancellationError()
        case .deadline: PostgresError(.timedOut, "the deadline passed")
        }
    }
}

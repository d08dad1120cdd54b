import EventLog
import Postgres

extension ServiceError {
    /// What a failure of the database means to a caller; `nil` for what is wrong with the service itself.
    public init?(_ error: any Error) {
        if let error = error as? ServiceError {
            self = error
            return
        }
        if let fault = error as? ClockFault {
            self.init(fault)
            return
        }
        guard let error = error as? PostgresError else { return nil }
        switch error.code {
        case .poolExhausted: self = .overloaded(retryAfterSeconds: 1)
        case .unreachable, .connectionLost, .outcomeUnknown, .timedOut, .shutDown: self = .unavailable(retryAfterSeconds: 2)
        case .server(let state) where PostgresError.isPassing(state): self = .unavailable(retryAfterSeconds: 2)
        case .server, .decoding, .misuse: return nil
        }
    }
}

extension PostgresError {
    /// Whether a statement itself is at fault, not the server's state: the same again would fail again.
    var blamesStatement: Bool {
        if case .server(let state) = code { !PostgresError.isPassing(state) } else { false }
    }

    /// Whether a state passes: the server is stopping, full, or lost a race (classes 40, 53, 55, 57).
    static func isPassing(_ state: SQLState) -> Bool { ["40", "53", "55", "57"].contains(state.errorClass) }
}

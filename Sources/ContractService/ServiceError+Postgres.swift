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
        case .outcomeUnknown, .notReplicated: self = .outcomeUnknown(retryAfterSeconds: 2)
        case .unreachable, .connectionLost, .timedOut, .shutDown: self = .unavailable(retryAfterSeconds: 2)
        case .server(let state) where state.isOutage: self = .unavailable(retryAfterSeconds: 2)
        case .server, .decoding, .misuse: return nil
        }
    }

    /// Whether no command can be decided for a while, for want of the database, of a place or of the right time: the same again may be.
    public var isPassing: Bool {
        switch self {
        case .unavailable, .outcomeUnknown, .overloaded, .clockDiffers, .logEndsInFuture: true
        default: false
        }
    }

    /// Whether a command met with this error may be recorded later, or is already: whatever rests on it must wait.
    public var leavesUndecided: Bool { if case .concurrentChange = self { true } else { isPassing } }
}

extension PostgresError {
    /// Whether a statement itself is at fault, not the server's state: the same again would fail again. What the server calls its own fault (XX) may be
    /// damage to one contract's rows, so each command is tried alone.
    var blamesStatement: Bool {
        guard let sqlState else { return false }
        return !sqlState.isOutage || sqlState.errorClass == "XX"
    }
}

extension SQLState {
    /// Whether the server, not the statement, is at fault: the same statement may succeed later, or on another server. Errors of these classes are 503.
    fileprivate var isOutage: Bool {
        switch errorClass {
        // Connection; lost races; out of disk, memory or connections; locks; stopping, cancelled; files; old snapshots; internal errors.
        case "08", "40", "53", "55", "57", "58", "72", "XX": true
        // Read-only, or ended because it was idle. The others of the class are misuse of transactions.
        case "25": self == .readOnlyTransaction || rawValue == "25P03"
        default: false
        }
    }
}

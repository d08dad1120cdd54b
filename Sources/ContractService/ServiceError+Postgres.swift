import EventLog
import Postgres
import Vault

extension ServiceError {
    /// The caller's error for a database failure; `nil` for a fault of the service itself.
    public init?(_ error: any Error) {
        if let error = error as? ServiceError {
            self = error
            return
        }
        if let fault = error as? ClockFault {
            self.init(fault)
            return
        }
        if error is EventLog.AwaitsRecovery {
            self = .awaitsRecovery
            return
        }
        // The operator copies the key file to this machine.
        if case VaultError.epochMissing? = error as? VaultError {
            self = .unavailable(retryAfterSeconds: 30)
            return
        }
        guard let error = error as? PostgresError else { return nil }
        switch error.code {
        case .notAdmitted: self = .awaitsRecovery
        case .poolExhausted: self = .overloaded(retryAfterSeconds: 1)
        case .outcomeUnknown, .notReplicated: self = .outcomeUnknown(retryAfterSeconds: 2)
        case .unreachable, .connectionLost, .timedOut, .shutDown: self = .unavailable(retryAfterSeconds: 2)
        case .server(let state) where state.isOutage: self = .unavailable(retryAfterSeconds: 2)
        case .server, .decoding, .misuse: return nil
        }
    }

    /// Whether the error is temporary: the database, a free place or the right time is missing. The same command may succeed later.
    public var isPassing: Bool {
        switch self {
        case .unavailable, .outcomeUnknown, .overloaded, .clockDiffers, .logEndsInFuture, .awaitsRecovery: true
        default: false
        }
    }

    /// Whether a command with this error may be recorded already or later. Commands that depend on it must wait.
    public var leavesUndecided: Bool { if case .concurrentChange = self { true } else { isPassing } }
}

extension PostgresError {
    /// Whether the statement itself is wrong, so that it would fail again. The server's internal errors (XX) also count:
    /// one contract's rows may be damaged, so each command is tried alone.
    var blamesStatement: Bool {
        guard let sqlState else { return false }
        return !sqlState.isOutage || sqlState.errorClass == "XX"
    }
}

extension SQLState {
    /// Whether the server is at fault: the same statement may succeed later, or on another server. Such errors become 503.
    fileprivate var isOutage: Bool {
        switch errorClass {
        // Connection; lost conflicts; out of disk, memory or connections; locks; stopping or cancelled; files; old snapshots; internal
        // errors.
        case "08", "40", "53", "55", "57", "58", "72", "XX": true
        // Read-only, or ended while idle. Other codes of this class are misuse of transactions.
        case "25": self == .readOnlyTransaction || rawValue == "25P03"
        default: false
        }
    }
}

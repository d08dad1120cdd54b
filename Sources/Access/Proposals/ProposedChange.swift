public import FoundationEssentials
public import JSON

/// A request that waits for another caller, or waited: the record of it.
public struct ProposedChange: Sendable, Hashable {
    /// What became of it.
    public enum State: Sendable, Hashable {
        /// Somebody else has to decide.
        case waiting
        /// Nobody decided in time.
        case expired
        /// It is confirmed, and run until the log has it or a rule refuses it.
        case confirming
        /// It is done.
        case confirmed
        /// It was confirmed, and a rule refused it.
        case refused(JSON)
        /// Who proposed it has taken it back.
        case withdrawn
        /// Somebody else turned it down.
        case rejected(reason: String)
    }

    /// Who decided, and when.
    public struct Decision: Sendable, Hashable {
        /// An identifier of the register of callers.
        public let caller: String
        /// In microseconds since 1970.
        public let at: Int64

        /// A decision by a caller.
        public init(by caller: String, at: Int64) {
            self.caller = caller
            self.at = at
        }
    }

    /// Its place among all of them, from 1.
    public let number: Int64
    /// What it is known by.
    public let id: UUID
    /// What is to be done.
    public let request: ProposedRequest
    /// Who proposed it: an identifier of the register of callers.
    public let proposedBy: String
    /// When, in microseconds since 1970.
    public let proposedAt: Int64
    /// From when on nobody can confirm it, in microseconds since 1970.
    public let endsAt: Int64
    /// What became of it.
    public let state: State
    /// Who decided; nil while nobody has.
    public let decision: Decision?

    /// A record of a proposal.
    public init(
        number: Int64, id: UUID, request: ProposedRequest, proposedBy: String, proposedAt: Int64, endsAt: Int64, state: State,
        decision: Decision? = nil
    ) {
        (self.number, self.id, self.request) = (number, id, request)
        (self.proposedBy, self.proposedAt, self.endsAt) = (proposedBy, proposedAt, endsAt)
        (self.state, self.decision) = (state, decision)
    }
}

extension ProposedChange.State {
    /// Its name in the interface.
    public var name: String {
        switch self {
        case .waiting: "waiting"
        case .expired: "expired"
        case .confirming: "confirming"
        case .confirmed: "confirmed"
        case .refused: "refused"
        case .withdrawn: "withdrawn"
        case .rejected: "rejected"
        }
    }

    /// The names of all states.
    public static let names = ["waiting", "expired", "confirming", "confirmed", "refused", "withdrawn", "rejected"]
}

public import FoundationEssentials
public import JSON

/// The record of a proposal: a request that waits, or waited, for another caller.
public struct ProposedChange: Sendable, Hashable {
    /// The state of a proposal.
    public enum State: Sendable, Hashable {
        /// Another caller has to decide.
        case waiting
        /// Nobody decided in time.
        case expired
        /// It is confirmed, and is retried until the log has it or a rule refuses it.
        case confirming
        /// It is done.
        case confirmed
        /// It was confirmed, and a rule refused it.
        case refused(JSON)
        /// The proposer took it back.
        case withdrawn
        /// Another caller turned it down.
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

    /// Its place among all proposals, from 1.
    public let number: Int64
    /// The id of the proposal.
    public let id: UUID
    /// The request to run.
    public let request: ProposedRequest
    /// The proposer: an identifier of the register of callers.
    public let proposedBy: String
    /// When it was proposed, in microseconds since 1970.
    public let proposedAt: Int64
    /// When it expires, in microseconds since 1970.
    public let endsAt: Int64
    /// The state of a proposal.
    public let state: State
    /// The decision; nil while there is none.
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

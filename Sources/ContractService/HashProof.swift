import EventLog

/// What the check of the hashes of a contract's events has shown.
public enum HashProof: Hashable, Sendable {
    /// Each hash is that of its event and of the event before it in the log.
    case holds
    /// The event with this version, or the one before it in the log, is not as it was written.
    case broken(version: Int)
}

extension ContractService {
    /// Checks the hashes of the events of a record: of the bytes from which it was read, not of others.
    public func hashProof(of record: ContractRecord) async throws -> HashProof {
        let events = record.entries.map(\.event)
        guard let damage = try await questions.firstDamage(in: events) else { return .holds }
        // What is missing stands before the event.
        let event = events.first { $0.position >= damage.position }
        return .broken(version: damage.version ?? event?.version ?? 1)
    }
}

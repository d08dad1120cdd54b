import EventLog

/// The result of checking the hashes of a contract's events.
public enum HashProof: Hashable, Sendable {
    /// Each hash matches its event and the previous event in the log.
    case holds
    /// The event with this version, or the previous event in the log, is damaged.
    case broken(version: Int)
}

extension ContractService {
    /// Checks the hashes of a record's events, on the same bytes from which the record was read.
    public func hashProof(of record: ContractRecord) async throws -> HashProof {
        let events = record.entries.map(\.event)
        guard let damage = try await questions.firstDamage(in: events) else { return .holds }
        // A missing event comes just before this one.
        let event = events.first { $0.position >= damage.position }
        return .broken(version: damage.version ?? event?.version ?? 1)
    }
}

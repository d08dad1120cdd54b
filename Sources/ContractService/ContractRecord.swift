import CivilTime
public import Contracts
import EventLog
public import JSON
import Postgres
import Vault

/// All that pages say of a contract, from one reading of the log: its events with who recorded them, and the contract as known then and at present.
public struct ContractRecord: Sendable {
    /// Its identifier.
    public let id: ContractID
    /// All events, by version.
    public let entries: [Entry]
    /// As known at the instant asked about; without facts when nothing was known then.
    public let known: Contract
    /// With all that was recorded.
    public let present: Contract
    /// Which knowledge was asked about.
    public let knownAt: KnownAt
    /// Every scheme that is served.
    public let schemes: Schemes
    /// How much the contract may hold.
    public let limits: ContractLimits

    /// An event, with what the log keeps beside its fact.
    public struct Entry: Sendable {
        /// The fact, its version and the instant at which it was recorded.
        public let recorded: RecordedFact
        /// The event's type, by its name in the log.
        public let type: String
        /// Who recorded it: an identifier of the register of callers.
        public let recordedBy: String
        /// Who proposed it, when another caller confirmed it.
        public let proposedBy: String?
        /// Where the command came from, if that was told.
        public let source: CommandSource?
        /// Its place in the log.
        public let position: Int64
        /// SHA-256 of the event and the hash of the event before it in the log, in hexadecimal.
        public let hash: String
        /// What the command told, as the answers show it.
        public let payload: JSON

        /// The event's place in the contract, from 1.
        public var version: Int { recorded.version }
        /// What was told.
        public var fact: Fact { recorded.fact }

        /// As the log has it: its hash is checked on these bytes.
        let event: RecordedEvent

        init(_ entry: Ledger.Entry) {
            event = entry.event
            recorded = entry.fact
            type = entry.event.type
            recordedBy = entry.event.recordedBy
            proposedBy = entry.proposedBy
            source = entry.source
            position = entry.event.position
            hash = entry.event.hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            payload = entry.fact.fact.payload
        }
    }

    /// The history, to be folded at any instant.
    public var history: ContractHistory {
        get throws {
            do throws(Refusal) { return try ContractHistory(present.events, schemes: schemes) } catch {
                throw ServiceError.refused(error.rule)
            }
        }
    }

    /// The event with a version; nil when there is none.
    public func entry(_ version: Int) -> Entry? { entries.first { $0.version == version } }

    /// The version of the fact that annuls a fact, of those known at present.
    public func rescission(of version: Int) -> Int? { present.rescissions[version] }
}

extension ContractQuestions {
    /// A contract with all that pages say of it. A contract that nobody knows is answered as one without events.
    ///
    /// - Throws: `ServiceError.refused(.contractUnknown)` for a version that the contract has not; `ServiceError.unavailable`.
    public func record(of id: ContractID, knownAt: KnownAt) async throws -> ContractRecord {
        let history = try await history(of: id)
        return try await reckoner.reckon(of: id.uuid, facts: history.count) { [ledger] in
            let facts = history.map(\.fact)
            func contract(_ knownAt: KnownAt) throws -> Contract {
                do { return try ledger.contract(facts, knownAt: knownAt) } catch ServiceError.refused(.contractUnknown, _, _, _) {
                    let instant: Instant
                    switch knownAt {
                    case .now: instant = ledger.present(after: [])
                    case .instant(let asked): instant = asked
                    case .version: throw ServiceError.refused(.contractUnknown)
                    }
                    do throws(Refusal) { return try Contract(events: [], knownAt: instant, schemes: ledger.schemes) } catch {
                        throw ServiceError.refused(error.rule)
                    }
                }
            }
            let present = try contract(.now)
            return ContractRecord(
                id: id, entries: history.map { ContractRecord.Entry($0) }, known: knownAt == .now ? present : try contract(knownAt),
                present: present, knownAt: knownAt, schemes: ledger.schemes, limits: ledger.limits)
        }.value
    }

    /// The contract that the event at a position of the log is of; nil when there is no such event.
    public func contract(ofEventAt position: Int64) async throws -> ContractID? {
        guard position > 0 else { return nil }
        do {
            return try await database.withSession { session in
                try EventLog.page(after: position - 1, limit: 1, in: session).first { $0.position == position }.map {
                    ContractID($0.contract)
                }
            }
        } catch { throw ServiceError(error) ?? error }
    }

    /// As in the service.
    func contracts(numbered text: String, atMost limit: Int) async throws -> [ContractID] {
        guard let range = FindLine.contractDigits(text).flatMap({ FindLine.contracts(beginningWith: $0) }) else { return [] }
        do {
            return try await database.withSession { session in
                try EventLog.contracts(in: range, atMost: limit, session).map { ContractID($0) }
            }
        } catch { throw ServiceError(error) ?? error }
    }
}

extension ContractService {
    /// A contract with all that pages say of it. A contract that nobody knows is answered as one without events.
    ///
    /// - Throws: `ServiceError.refused(.contractUnknown)` for a version that the contract has not; `ServiceError.unavailable`.
    public func record(of id: ContractID, knownAt: KnownAt) async throws -> ContractRecord {
        try await questions.record(of: id, knownAt: knownAt)
    }

    /// The contract that the event at a position of the log is of; nil when there is no such event.
    public func contract(ofEventAt position: Int64) async throws -> ContractID? {
        try await questions.contract(ofEventAt: position)
    }

    /// The contracts whose number begins with these characters, at most `limit`, in order; none for a text that no number begins with.
    ///
    /// Nobody is looked for: only the log is read.
    ///
    /// - Parameter text: four characters or more, with the hyphens of a UUID or without any.
    /// - Throws: `ServiceError.unavailable`.
    public func contracts(numbered text: String, atMost limit: Int) async throws -> [ContractID] {
        try await questions.contracts(numbered: text, atMost: limit)
    }

    /// A contract as known, and as it is at present.
    ///
    /// - Throws: `ServiceError.refused(.contractUnknown)` when nothing was known then; `ServiceError.unavailable`.
    public func contract(_ id: ContractID, knownAt: KnownAt) async throws -> KnownContract {
        try await questions.contract(id, knownAt: knownAt)
    }

    /// Reckons something of a contract: one of many facts on a thread apart, within the time that one answer may take.
    public func reckon<Value: Sendable>(
        of id: ContractID, facts: Int, _ reckoning: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await questions.reckoner.reckon(of: id.uuid, facts: facts, reckoning).value
    }

    /// What the vault holds of the people of some contracts: identities, by contract and person. Who reads them is recorded by the caller.
    public func identities(of contracts: [ContractID]) async throws -> [ContractID: [Person: JSON]] {
        if contracts.isEmpty { return [:] }
        do {
            let records = try await people.database.withSession { [people] session in
                try people.vault.records(ofContracts: contracts.map(\.uuid), in: session)
            }
            var identities: [ContractID: [Person: JSON]] = [:]
            for record in records where record.kind == .identity {
                identities[ContractID(record.contract), default: [:]][Person(record.person)] = try JSON(parsing: record.content)
            }
            return identities
        } catch { throw ServiceError(error) ?? error }
    }
}

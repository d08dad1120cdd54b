import CivilTime
public import Contracts
import EventLog
public import JSON
import Postgres
import Vault

/// The data of a contract's web pages, from one read of the log: all events, and the contract as known then and at present.
public struct ContractRecord: Sendable {
    /// Its identifier.
    public let id: ContractID
    /// All events, by version.
    public let entries: [Entry]
    /// The contract as known at the requested instant; without facts when nothing was known then.
    public let known: Contract
    /// The contract with all recorded facts.
    public let present: Contract
    /// The requested state of knowledge.
    public let knownAt: KnownAt
    /// All available schemes.
    public let schemes: Schemes
    /// The contract's size limits.
    public let limits: ContractLimits

    /// An event with its metadata.
    public struct Entry: Sendable {
        /// The fact, its version and its time of recording.
        public let recorded: RecordedFact
        /// The event's type name in the log.
        public let type: String
        /// The caller who recorded it, by an identifier of the register of callers.
        public let recordedBy: String
        /// The caller who proposed it, if another caller confirmed it.
        public let proposedBy: String?
        /// The source of the command, if it was given.
        public let source: CommandSource?
        /// The position in the log.
        public let position: Int64
        /// SHA-256 of the event and the hash of the event before it in the log, in hexadecimal.
        public let hash: String
        /// The fact's fields, as answers show them.
        public let payload: JSON

        /// The version of the event, from 1.
        public var version: Int { recorded.version }
        /// The fact.
        public var fact: Fact { recorded.fact }

        /// The event as stored: its hash covers these bytes.
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

    /// The history, which can be folded at any instant.
    public var history: ContractHistory {
        get throws {
            do throws(Refusal) { return try ContractHistory(present.events, schemes: schemes) } catch {
                throw ServiceError.refused(error.rule)
            }
        }
    }

    /// The event with a version; nil when there is none.
    public func entry(_ version: Int) -> Entry? { entries.first { $0.version == version } }

    /// The version of the fact that annuls a fact, as known at present.
    public func rescission(of version: Int) -> Int? { present.rescissions[version] }
}

extension ContractQuestions {
    /// The record of a contract. An unknown contract gives a record without events.
    ///
    /// - Throws: `ServiceError.refused(.contractUnknown)` for a version that the contract lacks; `ServiceError.unavailable`.
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

    /// The contract of the event at a position of the log; nil when there is no such event, or when it is of no contract.
    public func contract(ofEventAt position: Int64) async throws -> ContractID? {
        guard position > 0 else { return nil }
        do {
            return try await database.withSession { session in
                try EventLog.page(after: position - 1, limit: 1, in: session)
                    .first { $0.position == position && !LogStream.holds($0.contract) }.map { ContractID($0.contract) }
            }
        } catch { throw ServiceError(error) ?? error }
    }

    /// See the method of the same name in `ContractService`.
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
    /// The record of a contract. An unknown contract gives a record without events.
    ///
    /// - Throws: `ServiceError.refused(.contractUnknown)` for a version that the contract lacks; `ServiceError.unavailable`.
    public func record(of id: ContractID, knownAt: KnownAt) async throws -> ContractRecord {
        try await questions.record(of: id, knownAt: knownAt)
    }

    /// The contract of the event at a position of the log; nil when there is no such event.
    public func contract(ofEventAt position: Int64) async throws -> ContractID? {
        try await questions.contract(ofEventAt: position)
    }

    /// At most `limit` contracts with identifiers that begin with `text`, in order; none if no identifier can.
    ///
    /// Reads only the log, and no data about people.
    ///
    /// - Parameter text: four characters or more, with the hyphens of a UUID or without any.
    /// - Throws: `ServiceError.unavailable`.
    public func contracts(numbered text: String, atMost limit: Int) async throws -> [ContractID] {
        try await questions.contracts(numbered: text, atMost: limit)
    }

    /// A contract as known at `knownAt`, and as it is at present.
    ///
    /// - Throws: `ServiceError.refused(.contractUnknown)` when nothing was known then; `ServiceError.unavailable`.
    public func contract(_ id: ContractID, knownAt: KnownAt) async throws -> KnownContract {
        try await questions.contract(id, knownAt: knownAt)
    }

    /// Computes something about a contract. For a contract with many facts, uses a separate thread and a time limit.
    public func reckon<Value: Sendable>(
        of id: ContractID, facts: Int, _ reckoning: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await questions.reckoner.reckon(of: id.uuid, facts: facts, reckoning).value
    }

    /// The identities that the vault holds for some contracts, by contract and person. The caller must record who reads them.
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

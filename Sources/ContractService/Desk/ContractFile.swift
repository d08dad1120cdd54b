import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// A contract on the desk: as it was read, with what the round expects to append. In the hands of one round.
final class ContractFile {
    let id: UUID
    /// The contract; a refusal when it names a scheme that this service lacks.
    private(set) var contract: Result<Contract, Refusal>
    /// The log was looked at up to here, and further as far as the process itself wrote it.
    private(set) var position: Int64
    /// Whether it was read by this round, and is shown as it was read: what is decided on it needs no verdict of the log.
    private(set) var isJustRead: Bool
    /// Whether the log knows something else of it.
    var isDoubted = false
    /// The version in the log.
    private let recorded: Int

    init(_ id: UUID, _ known: RecentContracts.Known) {
        self.id = id
        contract = .success(known.contract)
        position = known.position
        recorded = known.contract.version
        isJustRead = false
    }

    /// A contract as it was read.
    init(_ id: UUID, _ events: [RecordedEvent], at position: Int64, by ledger: Ledger) throws {
        self.id = id
        contract = try ledger.contract(events)
        self.position = position
        recorded = events.count
        isJustRead = true
    }

    var version: Int { (try? contract.get().version) ?? recorded }

    /// Decides what follows as if the fact were recorded.
    func foresee(_ fact: Fact, at now: Instant) throws {
        let last = try contract.get().events.last
        learn(RecordedFact(version: version + 1, recordedAt: max(now, last?.recordedAt ?? now), fact: fact))
        isJustRead = false
    }

    private func learn(_ event: RecordedFact) {
        change { contract throws(Refusal) in try contract.learn(event) }
    }

    /// What was foreseen is recorded.
    func confirm(_ fact: Fact, _ receipt: Receipt) {
        let event = RecordedFact(version: receipt.version, recordedAt: Instant(microseconds: receipt.recordedAt), fact: fact)
        change { contract in contract.date(event) }
        position = receipt.position
    }

    /// Changes the contract where it is, so that it is not copied.
    private func change(_ body: (inout Contract) throws(Refusal) -> Void) {
        guard case .success(var changed) = contract else { return }
        contract = .failure(Refusal(.schemeUnknown))
        do throws(Refusal) {
            try body(&changed)
            contract = .success(changed)
        } catch { contract = .failure(error) }
    }

    /// What is to be remembered of it; nothing when the log knows something else.
    var known: RecentContracts.Known? {
        guard !isDoubted, case .success(let contract) = contract else { return nil }
        return RecentContracts.Known(contract: contract, position: position)
    }

    /// The first answer to a command again.
    func acceptance(replaying receipt: Receipt, in session: Session) throws -> Acceptance {
        guard let versions = receipt.versions else { return Acceptance(receipt, facts: [], replayed: true) }
        if versions.upperBound <= recorded, case .success(let contract) = contract {
            return Acceptance(receipt, facts: contract.events[(versions.lowerBound - 1)..<versions.upperBound].map(\.fact), replayed: true)
        }
        // Another process recorded it after the history was read.
        let events = try EventLog.events(of: [receipt.contract], in: session)[receipt.contract] ?? []
        let facts = try events.filter { versions.contains($0.version) }.map { try Ledger.Entry($0).fact.fact }
        return Acceptance(receipt, facts: facts, replayed: true)
    }
}

/// The files that a round decides on.
struct FileSet {
    /// What was answered to those of the keys that are known.
    let answered: [String: KeptAnswer]
    /// The log was looked at up to here for all that is in this set.
    let position: Int64
    private let files: [UUID: ContractFile]

    /// Takes what is remembered, and reads the rest.
    init(
        of contracts: Set<UUID>, keys: [String], recalling memory: DeskRound.Memory?, by ledger: Ledger, in session: Session
    ) throws {
        var files = memory?.recent.take(contracts).reduce(into: [:]) { $0[$1.key] = ContractFile($1.key, $1.value) } ?? [:]
        // After what is remembered: a key used since by another process is found here or by the append, never missed between the two.
        let read = try EventLog.lookUp(contracts.filter { [files] in files[$0] == nil }, keys: keys, in: session)
        for (id, events) in read.histories { files[id] = try ContractFile(id, events, at: read.position, by: ledger) }
        self.files = files
        answered = read.answers
        position = files.values.reduce(read.position) { min($0, $1.position) }
    }

    /// The file of a contract that was asked for.
    subscript(contract: UUID) -> ContractFile {
        guard let file = files[contract] else { preconditionFailure("A round decides on no contract but those of its tickets.") }
        return file
    }

    /// What is to be remembered.
    var known: [UUID: RecentContracts.Known] { files.compactMapValues(\.known) }
}

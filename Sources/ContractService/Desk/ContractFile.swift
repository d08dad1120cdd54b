import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// A contract on the desk, folded: as it was read, with what was appended since and what the round expects to append.
///
/// `@unchecked Sendable`: it is in the hands of one round, or of none.
final class ContractFile: @unchecked Sendable {
    let id: UUID
    /// The contract; a refusal when it names a scheme that this service lacks.
    private(set) var contract: Result<Contract, Refusal>
    /// The contract's version, with what is foreseen.
    private(set) var version: Int
    /// The log was looked at up to here, and further as far as the process itself wrote it.
    private(set) var position: Int64
    /// Whether it was read by this round, and is shown as it was read: what is decided on it needs no verdict of the log.
    private(set) var isJustRead = true
    /// Whether the log knows something else of it.
    var isDoubted = false
    /// The version in the log when the round began.
    private var recorded: Int
    /// What was foreseen is recorded, at another instant than was foreseen.
    private var undated: (from: Int, at: Instant)?

    /// A contract as it was read.
    init(_ id: UUID, _ events: [RecordedEvent], at position: Int64, by ledger: Ledger) throws {
        self.id = id
        contract = try ledger.contract(events)
        self.position = position
        version = events.count
        recorded = events.count
    }

    /// Is in the hands of another round.
    func begin() {
        isJustRead = false
        recorded = version
        guard let undated else { return }
        change { contract in contract.date(from: undated.from, at: undated.at) }
        self.undated = nil
    }

    /// Decides what follows as if these facts were recorded.
    func foresee(_ facts: [Fact], at now: Instant) throws {
        if facts.isEmpty { return }
        let last = try contract.get().events.last
        let instant = max(now, last?.recordedAt ?? now)
        let told = zip((version + 1)..., facts).map { RecordedFact(version: $0, recordedAt: instant, fact: $1) }
        version += facts.count
        change { contract throws(Refusal) in try contract.learn(told) }
        isJustRead = false
    }

    /// The days of birth that were told of a person, with what is foreseen.
    func birthDays(of person: Person) -> [Day] {
        guard case .success(let contract) = contract else { return [] }
        return BirthDays(contract.events.lazy.map(\.fact))[person]
    }

    /// Those whom the contract knows by another day of birth than these facts tell.
    func bornAnew(by facts: [Fact]) -> [Person] {
        if version == 0 { return [] }
        return facts.compactMap(\.birth).compactMap { person, day in
            let known = birthDays(of: person)
            return known.isEmpty || known.contains(day) ? nil : person
        }
    }

    /// What was foreseen, up to what a command was answered, is recorded.
    func confirm(_ receipt: Receipt) {
        position = receipt.position
        if let versions = receipt.versions, undated == nil {
            undated = (versions.lowerBound, Instant(microseconds: receipt.recordedAt))
        }
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

    /// Whether it is worth keeping: not when the log knows something else, or the scheme may come to be known.
    var mayBeKept: Bool { if case .success = contract { !isDoubted } else { false } }

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
    /// Whether the keys were looked up: else they are taken to be unknown.
    let hasLookedUpKeys: Bool
    /// The log was looked at up to here, for some up to one and for some up to the other; `nil`: not at all.
    let positions: ClosedRange<Int64>?
    /// The turn to append, if it was taken.
    let turn: Turn?
    /// The log's clock, if the log was looked at.
    let clock: LogClock?
    /// The contracts that were not looked at and are taken to have no events, if all of this rests on a guess.
    let unseen: [UUID]?
    private var files: [UUID: ContractFile]

    /// Takes what is remembered, and reads the rest.
    ///
    /// - Parameters:
    ///   - keys: `nil`: they are taken to be unknown.
    ///   - takingTurn: whether to take the turn to append with what is read.
    init(
        of contracts: some Sequence<UUID>, keys: [String]?, recalling recent: RecentContracts?, takingTurn: Bool = false, by ledger: Ledger,
        in session: Session
    ) throws {
        let unknown: Set<UUID>
        (files, unknown) = recent?.take(contracts) ?? ([:], Set(contracts))
        for file in files.values { file.begin() }
        unseen = nil
        hasLookedUpKeys = keys != nil
        let keys = keys ?? []
        if unknown.isEmpty, keys.isEmpty {
            answered = [:]
            turn = nil
            clock = nil
            positions = files.values.positions
            return
        }
        // After what is remembered: a key used since by another process is found here or by the append, never missed between the two.
        let read = try EventLog.lookUp(unknown, keys: keys, takingTurn: takingTurn, in: session)
        for (id, events) in read.histories { files[id] = try ContractFile(id, events, at: read.position, by: ledger) }
        answered = read.answers
        turn = read.turn
        clock = read.clock
        positions = files.values.positions?.reaching(read.position) ?? read.position...read.position
    }

    /// Takes what is remembered, and takes the rest to have no events, and all keys to be unknown.
    init(guessing contracts: some Sequence<UUID>, recalling recent: RecentContracts, by ledger: Ledger) throws {
        let unknown: Set<UUID>
        (files, unknown) = recent.take(contracts)
        positions = files.values.positions
        for contract in unknown { files[contract] = try ContractFile(contract, [], at: .max, by: ledger) }
        for file in files.values { file.begin() }
        (answered, hasLookedUpKeys, turn, clock, unseen) = ([:], false, nil, nil, Array(unknown))
    }

    /// The file of a contract that was asked for.
    subscript(contract: UUID) -> ContractFile {
        guard let file = files[contract] else { preconditionFailure("A round decides on no contract but those of its tickets.") }
        return file
    }

    /// All of them.
    var all: some Sequence<ContractFile> { files.values }
}

extension Swift.Collection<ContractFile> {
    /// Up to where the log was looked at for them: the least and the greatest.
    fileprivate var positions: ClosedRange<Int64>? {
        guard let first else { return nil }
        return dropFirst().reduce(first.position...first.position) { $0.reaching($1.position) }
    }
}

extension ClosedRange<Int64> {
    /// The least range with another position.
    fileprivate func reaching(_ position: Int64) -> Self { Swift.min(lowerBound, position)...Swift.max(upperBound, position) }
}

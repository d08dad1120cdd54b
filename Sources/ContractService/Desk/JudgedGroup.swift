import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// A decided group of commands: the draft to append, and the answers after the append.
struct JudgedGroup {
    /// The events and keys to append.
    private(set) var draft = Draft()
    /// The commands in the draft, in its order.
    private(set) var proposed: [Proposed] = []
    /// Answers without events: valid once the append succeeds.
    private var settled: [(ticket: Int, answer: Result<Acceptance, any Error>)] = []
    private let files: [UUID: ContractFile]
    /// The keys of refused commands, which are not recorded.
    private var refusedKeys: [String] = []
    /// The mandate references that the proposed commands register.
    private var claims: [MandateClaim] = []

    /// A command with a proposal.
    struct Proposed {
        /// The ticket's index.
        let ticket: Int
        let file: ContractFile
        /// The command's idempotency key, if any.
        let key: String?
        /// The new facts; empty when the command has none.
        let facts: [Fact]
        /// Known people whose day of birth the facts change.
        let bornAnew: [Person]
    }

    /// Decides commands in order, each after those before it.
    ///
    /// - Parameter open: the indices of the tickets to decide.
    init(_ open: [Int], of tickets: [Ticket], on loaded: LoadedGroup, by ledger: Ledger, in session: Session) throws {
        files = Dictionary(uniqueKeysWithValues: loaded.basis.map { ($0, ContractFile($0, $1, schemes: ledger.schemes)) })
        var tellings = Tellings(of: open.map { (place: $0, ticket: tickets[$0]) }, answered: loaded.answered, on: files)
        try tellings.settle(in: session)
        proposed.reserveCapacity(open.count)
        for index in open {
            guard let file = files[tickets[index].contract] else { continue }
            switch tellings[index] {
            case nil: try judge(tickets[index], index, on: file, loaded, by: ledger, in: session)
            case .holds(let receipt): replay(receipt, index, on: file)
            case .again(let key): try judge(tickets[index].under(key), index, on: file, loaded, by: ledger, in: session)
            // Another command of this group uses that key: the next attempt sees its result.
            case .waits: break
            }
        }
    }

    private mutating func judge(
        _ ticket: Ticket, _ index: Int, on file: ContractFile, _ loaded: LoadedGroup, by ledger: Ledger, in session: Session
    ) throws {
        if let key = ticket.key, let earlier = loaded.answered[key.key] {
            if earlier.fingerprint == key.fingerprint { return replay(earlier.receipt, index, on: file) }
            let error = earlier.isForgotten ? ServiceError.idempotencyErased : .idempotencyMismatch
            return settled.append((index, .failure(error)))
        }
        switch ticket.judged(on: file, by: ledger) {
        case .proposal(let proposal, let facts):
            let claims = file.mandateClaims(of: facts, by: ledger)
            // While the head is not locked, the append looks.
            if !claims.isEmpty, loaded.heldEnd != nil {
                let taken = try EventLog.taken(claims, in: session)
                if let claim = claims.first(where: taken.contains) {
                    return settled.append((index, .failure(ticket.command.refusal(for: claim))))
                }
            }
            // A command before it in this group wants the same reference: the next attempt sees its registration.
            if claims.contains(where: { claim in self.claims.contains { $0.excludes(claim) } }) { return }
            self.claims += claims
            draft.add(proposal)
            proposed.append(
                Proposed(ticket: index, file: file, key: proposal.idempotency?.key, facts: facts, bornAnew: file.bornAnew(by: facts)))
            try file.foresee(facts, at: ledger.clock.now())
        case .refused(let error):
            if let key = ticket.key { refusedKeys.append(key.key) }
            settled.append((index, .failure(error)))
        }
    }

    /// Repeats the first answer. If the cache lacks the command's facts, the next attempt answers.
    private mutating func replay(_ receipt: Receipt, _ index: Int, on file: ContractFile) {
        if let acceptance = file.acceptance(replaying: receipt) { settled.append((index, .success(acceptance))) }
    }

    /// The assumptions that the append does not check by itself.
    ///
    /// - Parameter opened: contracts assumed to have no events if they were not cached.
    func assumptions(_ opened: Set<UUID>, _ loaded: LoadedGroup) -> Assumptions {
        let assumedEmpty = opened.filter { loaded.basis[$0]?.facts.isEmpty == true && files[$0]?.version == 0 }
        return Assumptions(
            emptyContracts: Array(assumedEmpty), unknownKeys: loaded.hasLookedUpKeys ? [] : refusedKeys, mandateClaims: claims)
    }

    /// The changed contracts, as recorded.
    func recorded(at appended: Appended) -> [UUID: FoldedContract] {
        guard let instant = appended.receipts.last.map({ Instant(microseconds: $0.recordedAt) }) else { return [:] }
        return files.compactMapValues { $0.recorded(at: instant) }
    }

    /// The answers, by ticket index.
    func answers(_ appended: Appended) -> [(Int, Result<Acceptance, any Error>)] {
        settled.map { ($0.ticket, $0.answer) }
            + zip(proposed, appended.receipts).map { ($0.ticket, .success(Acceptance($1, facts: $0.facts))) }
    }
}

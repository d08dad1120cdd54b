import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// A group of commands, decided: what is to be appended for it, and what is answered when that is done.
struct JudgedGroup {
    /// What is to be appended.
    private(set) var draft = Draft()
    /// Whose commands are in the draft, in its order.
    private(set) var proposed: [Proposed] = []
    /// Answers that need no row: they hold when the append is done.
    private var settled: [(ticket: Int, answer: Result<Acceptance, any Error>)] = []
    private let files: [UUID: ContractFile]
    /// The keys of refused commands: nothing is recorded under them.
    private var refusedKeys: [String] = []

    /// A command that something is proposed for.
    struct Proposed {
        /// Its place among the tickets.
        let ticket: Int
        let file: ContractFile
        /// The idempotency key under which it is kept, if any.
        let key: String?
        /// What is new; empty when the command told nothing new.
        let facts: [Fact]
        /// People whom the contract knows, and whose day of birth the facts tell anew.
        let bornAnew: [Person]
    }

    /// Decides commands, each on those before it.
    ///
    /// - Parameter open: the places of the commands among the tickets.
    init(_ open: [Int], of tickets: [Ticket], on loaded: LoadedGroup, by ledger: Ledger, in session: Session) throws {
        files = Dictionary(uniqueKeysWithValues: loaded.basis.map { ($0, ContractFile($0, $1, schemes: ledger.schemes)) })
        var tellings = Tellings(of: open.map { (place: $0, ticket: tickets[$0]) }, answered: loaded.answered, on: files)
        try tellings.settle(in: session)
        proposed.reserveCapacity(open.count)
        for index in open {
            guard let file = files[tickets[index].contract] else { continue }
            switch tellings[index] {
            case nil: try judge(tickets[index], index, on: file, loaded, by: ledger)
            case .holds(let receipt): replay(receipt, index, on: file)
            case .again(let key): try judge(tickets[index].under(key), index, on: file, loaded, by: ledger)
            // Another of this group is under that key: the next attempt finds what became of it.
            case .waits: break
            }
        }
    }

    private mutating func judge(_ ticket: Ticket, _ index: Int, on file: ContractFile, _ loaded: LoadedGroup, by ledger: Ledger) throws {
        if let key = ticket.key, let earlier = loaded.answered[key.key] {
            if earlier.fingerprint == key.fingerprint { return replay(earlier.receipt, index, on: file) }
            let error = earlier.isForgotten ? ServiceError.idempotencyErased : .idempotencyMismatch
            return settled.append((index, .failure(error)))
        }
        switch ticket.judged(on: file, by: ledger) {
        case .proposal(let proposal, let facts):
            draft.add(proposal)
            proposed.append(
                Proposed(ticket: index, file: file, key: proposal.idempotency?.key, facts: facts, bornAnew: file.bornAnew(by: facts)))
            try file.foresee(facts, at: ledger.clock.now())
        case .refused(let error):
            if let key = ticket.key { refusedKeys.append(key.key) }
            settled.append((index, .failure(error)))
        }
    }

    /// The first answer again. Where what it recorded is not in the working set yet, the next attempt answers.
    private mutating func replay(_ receipt: Receipt, _ index: Int, on file: ContractFile) {
        if let acceptance = file.acceptance(replaying: receipt) { settled.append((index, .success(acceptance))) }
    }

    /// What was taken for granted, and does not prove itself by what is appended.
    ///
    /// - Parameter opened: contracts that were taken to have no events, unless they were in the working set.
    func assumptions(_ opened: Set<UUID>, _ loaded: LoadedGroup) -> Assumptions {
        let assumedEmpty = opened.filter { loaded.basis[$0]?.facts.isEmpty == true && files[$0]?.version == 0 }
        return Assumptions(emptyContracts: Array(assumedEmpty), unknownKeys: loaded.hasLookedUpKeys ? [] : refusedKeys)
    }

    /// The contracts that were changed, as they are recorded.
    func recorded(at appended: Appended) -> [UUID: FoldedContract] {
        guard let instant = appended.receipts.last.map({ Instant(microseconds: $0.recordedAt) }) else { return [:] }
        return files.compactMapValues { $0.recorded(at: instant) }
    }

    /// The answers, by the places of the tickets.
    func answers(_ appended: Appended) -> [(Int, Result<Acceptance, any Error>)] {
        settled.map { ($0.ticket, $0.answer) }
            + zip(proposed, appended.receipts).map { ($0.ticket, .success(Acceptance($1, facts: $0.facts))) }
    }
}

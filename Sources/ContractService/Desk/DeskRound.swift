import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import Postgres
import Synchronization
import Vault

/// One round of the desk: reads the histories of all contracts concerned, decides, appends, and decides again what met a change.
///
/// It runs on one session from start to end; nothing is awaited in it.
struct DeskRound: Sendable {
    let ledger: Ledger
    let people: People
    let announcer: Announcer
    /// Up to so many commands are decided on a guess, or take the turn to append before they are: they wait for one or two round trips less, and
    /// nobody waits for them much longer. A second group of the desk is larger: it is there to be decided while the first is appended.
    var fewCommands = 63

    /// So many keys that are all new let expect that the next ones are.
    private static let manyKeys = 128
    /// How often a command that met a change is decided again.
    private static let attempts = 8

    /// What a round may rest on besides what it reads.
    final class Memory: Sendable {
        let recent: RecentContracts
        let own = OwnStretch()
        /// Whether keys have of late been new, every one: then they are not looked up, and the log refuses one that is known.
        let keysAreNew = Atomic(false)
        /// How many logs there were before that which is remembered.
        let logsBefore = Atomic(0)
        /// How many rounds are to be decided without a guess, since one was wrong.
        let roundsWithoutGuess = Atomic(0)

        init(facts: Int) { recent = RecentContracts(facts: facts) }
    }

    /// An answer to each ticket, in order. What makes an attempt fail is the answer to all that were still open, and to no other: what was
    /// appended before stays answered. Every answer waits for the COMMIT of its attempt, also a refusal or a replay, which rests on earlier commits.
    /// - Parameter memory: what need not be read. What has changed since is found out by the append.
    func decide(_ tickets: [Ticket], recalling memory: Memory, in session: Session) -> [Result<Acceptance, any Error>] {
        var answers: [Result<Acceptance, any Error>?] = Array(repeating: nil, count: tickets.count)
        var failure: any Error = ServiceError.concurrentChange
        memory.forgetOtherLogs()
        var mayGuess = memory.mayGuess
        for _ in 0..<DeskRound.attempts {
            let open = tickets.indices.filter { answers[$0] == nil }
            if open.isEmpty { break }
            do {
                let openTickets = open.map { tickets[$0] }
                let guess = mayGuess ? try guessed(openTickets, recalling: memory) : nil
                mayGuess = false
                let files = try guess ?? read(openTickets, recalling: memory, in: session)
                try decide(open, of: tickets, on: files, recalling: memory, answers: &answers, in: session)
            } catch {
                failure = error
                // Where this fails too, the connection is given up, and the transaction with it.
                if !session.isFit { _ = try? session.execute("ROLLBACK") }
                if error.isKnownKey {
                    memory.keysAreNew.store(false, ordering: .relaxed)
                    continue
                }
                // A contract that was remembered does not know it yet: it is read now.
                if case VaultError.erased = error { continue }
                break
            }
        }
        return answers.map { $0 ?? .failure(failure) }
    }

    /// What few tickets are decided on, as far as it is remembered, and taken to be new otherwise; `nil` where that is no good guess.
    private func guessed(_ tickets: [Ticket], recalling memory: Memory) throws -> FileSet? {
        guard memory.own.isOpen, tickets.count <= fewCommands, tickets.allSatisfy({ $0.command.secrets.isEmpty }) else { return nil }
        let unknown = memory.recent.unknown(of: Set(tickets.map(\.contract)))
        let opened = Set(tickets.lazy.filter { $0.command.mayOpenContract }.map(\.contract))
        return opened.isSuperset(of: unknown) ? try FileSet(guessing: tickets.map(\.contract), recalling: memory.recent, by: ledger) : nil
    }

    /// What tickets are decided on, as it is remembered or read.
    private func read(_ tickets: [Ticket], recalling memory: Memory, in session: Session) throws -> FileSet {
        let keys = memory.keysAreNew.load(ordering: .relaxed) ? nil : tickets.compactMap(\.key?.key)
        let files = try FileSet(
            of: tickets.map(\.contract), keys: keys, recalling: memory.recent, takingTurn: tickets.count <= fewCommands, by: ledger,
            in: session)
        if let keys, keys.count >= DeskRound.manyKeys { memory.keysAreNew.store(files.answered.isEmpty, ordering: .relaxed) }
        return files
    }

    private func decide(
        _ open: [Int], of tickets: [Ticket], on files: FileSet, recalling memory: Memory, answers: inout [Result<Acceptance, any Error>?],
        in session: Session
    ) throws {
        // What is refused by a wrong clock may be lawful by the right one: then nothing is decided.
        if let fault = files.clock?.fault(at: ledger.clock.now().microseconds) { throw fault }
        var tellings = Tellings(of: open.map { (place: $0, ticket: tickets[$0]) }, on: files)
        try tellings.settle(in: session)
        var draft = Draft()
        var refusedKeys: [String] = []
        var proposed: [Proposed] = []
        // What needs no verdict of the log holds once the attempt is committed.
        var settled: [(index: Int, answer: Result<Acceptance, any Error>)] = []
        proposed.reserveCapacity(open.count)
        for index in open {
            var ticket = tickets[index]
            let file = files[ticket.contract]
            switch tellings[index] {
            case nil: break
            // It needs the log's verdict, as a refusal does: the file may be out of date.
            case .holds(let receipt) where file.isJustRead:
                settled.append((index, .success(try file.acceptance(replaying: receipt, in: session))))
                continue
            case .holds(let receipt):
                draft.add(Proposal(contract: ticket.contract, expectedVersion: file.version, events: [], recordedBy: ticket.caller))
                proposed.append(Proposed(ticket: index, file: file, replays: receipt))
                continue
            case .again(let key): ticket = ticket.under(key)
            // Another of this round is under that key: the next attempt finds what became of it.
            case .waits: continue
            }
            if let key = ticket.key, let earlier = files.answered[key.key] {
                let isSame = earlier.fingerprint == key.fingerprint
                let answer: Result<Acceptance, any Error> =
                    isSame
                    ? .success(try file.acceptance(replaying: earlier.receipt, in: session))
                    : .failure(earlier.isForgotten ? ServiceError.idempotencyErased : ServiceError.idempotencyMismatch)
                settled.append((index, answer))
                continue
            }
            let judgement = ticket.judged(on: file, by: ledger)
            if case .refused = judgement, let key = ticket.key { refusedKeys.append(key.key) }
            switch judgement {
            case .proposal(let proposal, let facts):
                draft.add(proposal)
                proposed.append(
                    Proposed(
                        ticket: index, file: file, key: proposal.idempotency?.key, facts: facts, bornAnew: file.bornAnew(by: facts)))
                try file.foresee(facts, at: ledger.clock.now())
            case .refused(let error) where file.isJustRead: settled.append((index, .failure(error)))
            case .refused(let error):
                // It stands only if what it was decided on is true: the log says so of a proposal to add nothing.
                draft.add(Proposal(contract: ticket.contract, expectedVersion: file.version, events: [], recordedBy: ticket.caller))
                proposed.append(Proposed(ticket: index, file: file, refusal: error))
            }
        }

        let known = LookedUp(at: files.positions, own: memory.own, turn: files.turn)
        let now = ledger.clock.now().microseconds
        let verdicts: [Verdict]
        // Who is born on another day is indexed anew, in a transaction that began with the turn: the next attempt has one.
        if files.unseen != nil, proposed.contains(where: { !$0.bornAnew.isEmpty }) { return }
        if let unseen = files.unseen {
            let keys = open.compactMap { tickets[$0].key?.key }
            let guess = try EventLog.append(
                draft, now: now, guessing: unseen, keys: keys, known: known, announcer: announcer, in: session)
            guard let guess else { return memory.sitOut() }
            verdicts = guess
        } else {
            if !files.hasLookedUpKeys { try confirmNew(refusedKeys, in: session) }
            let people = try sealed(proposed, of: tickets, in: session)
            verdicts = try EventLog.append(draft, now: now, alongside: people, known: known, announcer: announcer, in: session)
        }
        for (index, answer) in settled { answers[index] = answer }
        for (proposed, verdict) in zip(proposed, verdicts) {
            let (index, file) = (proposed.ticket, proposed.file)
            switch verdict {
            case .appended(let receipt):
                file.confirm(receipt)
                if let replayed = proposed.replays {
                    answers[index] = Result { try file.acceptance(replaying: replayed, in: session) }
                    continue
                }
                let acceptance = Acceptance(receipt, facts: proposed.facts)
                answers[index] = proposed.refusal.map { .failure($0) } ?? .success(acceptance)
                continue
            // One known by its content may have been annulled: the next attempt finds out.
            case .replayed where tickets[index].content != nil: break
            case .replayed(let receipt): answers[index] = Result { try file.acceptance(replaying: receipt, in: session) }
            case .mismatched: answers[index] = .failure(ServiceError.idempotencyMismatch)
            case .forgotten: answers[index] = .failure(ServiceError.idempotencyErased)
            case .conflict: break
            }
            file.isDoubted = true
        }
        memory.recent.keep(files.all)
    }
}

extension DeskRound {
    /// Of keys that were not looked up, the log refuses those that it knows with what is appended under them. Under those of refused commands
    /// nothing is: they are looked up now.
    ///
    /// - Throws: `KnownKey`: what was decided does not hold.
    private func confirmNew(_ keys: [String], in session: Session) throws {
        if keys.isEmpty { return }
        guard try EventLog.lookUp([], keys: keys, in: session).answers.isEmpty else { throw KnownKey() }
    }

    /// A key that was taken to be new is known.
    fileprivate struct KnownKey: Error {}
}

extension DeskRound.Memory {
    /// So many rounds are decided without a guess when one was wrong: whatever made it so may go on.
    private static let pause = 16

    /// Whether a round may be decided on a guess.
    fileprivate var mayGuess: Bool {
        if roundsWithoutGuess.load(ordering: .relaxed) <= 0 { return true }
        roundsWithoutGuess.subtract(1, ordering: .relaxed)
        return false
    }

    /// Forgets what is of a log that was emptied since.
    fileprivate func forgetOtherLogs() {
        let logs = own.logsBefore
        if logsBefore.exchange(logs, ordering: .relaxed) != logs { recent.forgetAll() }
    }

    /// Forgets everything of the log: it is in another incarnation.
    func forget() {
        own.end()
        recent.forgetAll()
    }

    /// A guess was wrong.
    fileprivate func sitOut() { roundsWithoutGuess.store(Self.pause, ordering: .relaxed) }
}

/// For whom a round proposes something.
private struct Proposed {
    let ticket: Int
    let file: ContractFile
    /// The idempotency key under which it is kept, if any.
    var key: String?
    /// What is new; empty when the command told nothing new.
    var facts: [Fact] = []
    /// People whom the contract knows, and whose day of birth the facts tell anew.
    var bornAnew: [Person] = []
    /// What the command is answered when nothing is proposed because it is refused.
    var refusal: ServiceError?
    /// What the command was answered before, when it is known by its content and what it told still holds.
    var replays: Receipt?
}

extension DeskRound {
    /// What is proposed tells of people: all sealed at once, to be kept with what is accepted; `nil` when it tells nothing of them.
    private func sealed(_ proposed: [Proposed], of tickets: [Ticket], in session: Session) throws -> EventLog.Alongside? {
        let bornAnew = proposed.enumerated().flatMap { place, proposed in
            proposed.bornAnew.map { (place: place, person: $0, file: proposed.file) }
        }
        let secrets = proposed.enumerated().flatMap { place, proposed in
            proposed.facts.isEmpty
                ? []
                : tickets[proposed.ticket].command.secrets.map { (place: place, secret: $0, of: proposed) }
        }
        if secrets.isEmpty, bornAnew.isEmpty { return nil }
        let sealed = try people.seal(
            secrets.map { _, secret, proposed in
                KeptSecret(
                    secret: secret, contract: proposed.file.id, birthDays: proposed.file.birthDays(of: secret.person),
                    caller: tickets[proposed.ticket].caller, key: proposed.key)
            }, at: ledger.clock.now(), in: session)
        return { isAccepted in
            let moved = bornAnew.filter { isAccepted($0.place) }.map { ($0.person, $0.file.id, $0.file.birthDays(of: $0.person)) }
            if !moved.isEmpty { try people.index(moved, in: session) }
            let accepted = zip(secrets, sealed).filter { isAccepted($0.0.place) }.map(\.1)
            return accepted.isEmpty ? [] : [Vault.keep(accepted)]
        }
    }
}

extension Error {
    /// Whether the log refused a key that it knows.
    fileprivate var isKnownKey: Bool {
        if self is DeskRound.KnownKey { return true }
        guard let error = self as? PostgresError else { return false }
        return error.sqlState == .uniqueViolation && error.constraint == "idempotency_pkey"
    }
}

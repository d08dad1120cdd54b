import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import Postgres
import Vault

/// Decides a group of commands: load, judge, append, settle.
///
/// The first attempt is optimistic: it decides on the cache, and appends at the cache's end of the log.
/// If another process appended first, or an assumption is false, a second attempt follows.
/// It locks the log's head before it reads and decides.
/// A round runs on one session, without `await`.
struct DeskRound: Sendable {
    let ledger: Ledger
    let people: People
    let announcer: Announcer
    let set: WorkingSet
    /// How long a group may wait for the append of another group in this process.
    let patience: Duration
    /// A hook at points of a round: tests make other processes append there.
    private let reached: @Sendable (Point) -> Void

    /// Groups of this process append one after another.
    private let turn = Turnstile()
    private let habit = KeyHabit()

    /// A point of a round, for tests.
    enum Point: Hashable, Sendable {
        /// The basis of the decisions is loaded; `attempt` counts from 1.
        case loaded(attempt: Int)
        /// The commands are decided.
        case judged(attempt: Int)
    }

    init(
        ledger: Ledger, people: People, announcer: Announcer, set: WorkingSet, patience: Duration,
        reached: @escaping @Sendable (Point) -> Void = { _ in }
    ) {
        (self.ledger, self.people, self.announcer, self.set, self.patience) = (ledger, people, announcer, set, patience)
        self.reached = reached
    }

    /// The maximum number of attempts. The third is for a person erased in between.
    private static let attempts = 3

    /// Answers each ticket, in order. If an attempt fails, only the still open tickets get its error; appended ones keep their answers.
    ///
    /// Each answer depends on a COMMIT. This is also true of refusals and replays, which depend on earlier commits.
    func answers(to tickets: [Ticket], in session: Session) -> [Result<Acceptance, any Error>] {
        var answers: [Result<Acceptance, any Error>?] = Array(repeating: nil, count: tickets.count)
        var failure: any Error = ServiceError.concurrentChange
        for attempt in 1...DeskRound.attempts {
            let open = tickets.indices.filter { answers[$0] == nil }
            if open.isEmpty { break }
            do {
                for (index, answer) in try self.attempt(attempt, at: open, of: tickets, in: session) { answers[index] = answer }
            } catch {
                failure = error
                // If ROLLBACK fails too, the connection is closed, and its transaction ends with it.
                if !session.isFit { _ = try? session.execute("ROLLBACK") }
                // The cache does not contain the erasure yet: the next attempt reads it.
                if case VaultError.erased = error { continue }
                break
            }
        }
        return answers.map { $0 ?? .failure(failure) }
    }

    /// Runs one attempt, and returns its answers.
    private func attempt(
        _ attempt: Int, at open: [Int], of tickets: [Ticket], in session: Session
    ) throws -> [(Int, Result<Acceptance, any Error>)] {
        let contracts = Set(open.map { tickets[$0].contract })
        let holdsHead = attempt > 1
        let opened = Set(open.lazy.filter { tickets[$0].command.mayOpenContract }.map { tickets[$0].contract })
        set.putOnDesk(contracts, assumedNew: holdsHead ? [] : opened)
        defer { set.takeOffDesk(contracts) }
        // In this process, always take the turn before the lock in the database. One order prevents deadlocks.
        if holdsHead { try enterTurn() }
        defer { if holdsHead { turn.leave() } }

        let loaded = try load(contracts, keys: open.compactMap { tickets[$0].key?.key }, holdingHead: holdsHead, in: session)
        reached(.loaded(attempt: attempt))
        let group = try JudgedGroup(open, of: tickets, on: loaded, by: ledger, in: session)
        reached(.judged(attempt: attempt))
        if !holdsHead { try enterTurn() }
        defer { if !holdsHead { turn.leave() } }

        let basis: AppendBasis
        if let heldEnd = loaded.heldEnd {
            basis = .heldEnd(heldEnd)
        } else {
            guard let end = set.end(where: loaded.basis) else { return [] }
            basis = .end(end, group.assumptions(opened, loaded))
        }
        let alongside = try sealed(group.proposed, of: tickets, in: session)
        let appended = try EventLog.append(
            group.draft, on: basis, now: ledger.clock.now().microseconds, alongside: alongside, announcer: announcer, in: session)
        guard let appended else { return [] }
        set.settle(from: basis.head, appended, group.recorded(at: appended))
        return group.answers(appended)
    }

    private func enterTurn() throws(ServiceError) {
        guard turn.enter(within: patience) else { throw .unavailable(retryAfterSeconds: 2) }
    }

    /// Loads the basis of the decisions: cached contracts, and missing ones from the log.
    private func load(_ contracts: Set<UUID>, keys: [String], holdingHead: Bool, in session: Session) throws -> LoadedGroup {
        let looksUpKeys = !keys.isEmpty && (holdingHead || habit.repeats)
        let keys = looksUpKeys ? keys : []
        var loaded = LoadedGroup()
        var isHeld = false
        while true {
            let unknown = set.unknownOnDesk(contracts)
            let end = set.end
            if isHeld || !holdingHead, unknown.isEmpty, loaded.hasLookedUpKeys || !looksUpKeys, end != nil,
                let basis = set.onDesk(contracts)
            {
                loaded.basis = basis
                return loaded
            }
            let query = LogQuery(behind: end, atMost: WorkingSet.longestTail, with: unknown)
            let look = try EventLog.look(query, keys: keys, holdingHead: holdingHead && !isHeld, in: session) { try RecordedFact($0) }
            isHeld = holdingHead
            set.follow(look.tail, behind: query.known)
            loaded.note(look, keys: keys.count, isHeld: isHeld)
            habit.learn(keys: keys.count, known: look.answers.count)
            // A refusal by a wrong clock may be an acceptance by the right one. So nothing is decided.
            if let fault = look.clock.fault(at: ledger.clock.now().microseconds) { throw fault }
        }
    }
}

extension DeskRound {
    /// Seals the personal data of the proposed commands, to store it with their events; nil when there is none.
    private func sealed(_ proposed: [JudgedGroup.Proposed], of tickets: [Ticket], in session: Session) throws -> EventLog.Alongside? {
        let bornAnew = proposed.flatMap { proposed in proposed.bornAnew.map { (person: $0, file: proposed.file) } }
        let secrets = proposed.flatMap { proposed in
            proposed.facts.isEmpty ? [] : tickets[proposed.ticket].command.secrets.map { (secret: $0, of: proposed) }
        }
        if secrets.isEmpty, bornAnew.isEmpty { return nil }
        let sealed = try people.seal(
            secrets.map { secret, proposed in
                KeptSecret(
                    secret: secret, contract: tickets[proposed.ticket].contract, birthDays: proposed.file.birthDays(of: secret.person),
                    caller: tickets[proposed.ticket].caller, key: proposed.key)
            }, at: ledger.clock.now(), in: session)
        let moved = bornAnew.map { (person: $0.person, contract: $0.file.id, birthDays: $0.file.birthDays(of: $0.person)) }
        return {
            if !moved.isEmpty { try people.index(moved, in: session) }
            return Vault.keep(sealed)
        }
    }
}

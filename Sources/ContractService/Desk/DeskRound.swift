import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import Postgres
import Vault

/// Decides a group of commands: load, judge, append, settle.
///
/// The first attempt decides on the working set, and is appended at its end. Where another process was faster, or something was taken for granted that is
/// not so, the second attempt holds the log's head while it looks and decides. A round runs on one session from start to end; nothing is awaited in it.
struct DeskRound: Sendable {
    let ledger: Ledger
    let people: People
    let announcer: Announcer
    let set: WorkingSet
    /// How long a group may wait for another of this process to be appended.
    let patience: Duration
    /// What else happens at a point of a round: tests let others append there.
    private let reached: @Sendable (Point) -> Void

    /// The groups of this process are appended one after the other.
    private let turn = Turnstile()
    private let habit = KeyHabit()

    /// A point of a round, for tests.
    enum Point: Hashable, Sendable {
        /// What the commands are decided on is there; the attempt, from 1.
        case loaded(attempt: Int)
        /// They are decided.
        case judged(attempt: Int)
    }

    init(
        ledger: Ledger, people: People, announcer: Announcer, set: WorkingSet, patience: Duration,
        reached: @escaping @Sendable (Point) -> Void = { _ in }
    ) {
        (self.ledger, self.people, self.announcer, self.set, self.patience) = (ledger, people, announcer, set, patience)
        self.reached = reached
    }

    /// How often a group is decided: the third time is for a person who was erased in between.
    private static let attempts = 3

    /// An answer to each ticket, in order. What makes an attempt fail is the answer to all that were still open, and to no other: what was
    /// appended before stays answered. Every answer rests on a COMMIT, also a refusal or a replay, which rests on earlier commits.
    func decide(_ tickets: [Ticket], in session: Session) -> [Result<Acceptance, any Error>] {
        var answers: [Result<Acceptance, any Error>?] = Array(repeating: nil, count: tickets.count)
        var failure: any Error = ServiceError.concurrentChange
        for attempt in 1...DeskRound.attempts {
            let open = tickets.indices.filter { answers[$0] == nil }
            if open.isEmpty { break }
            do {
                for (index, answer) in try decide(open, of: tickets, attempt: attempt, in: session) { answers[index] = answer }
            } catch {
                failure = error
                // Where this fails too, the connection is given up, and the transaction with it.
                if !session.isFit { _ = try? session.execute("ROLLBACK") }
                // The working set does not know of the erasure yet: the next attempt looks.
                if case VaultError.erased = error { continue }
                break
            }
        }
        return answers.map { $0 ?? .failure(failure) }
    }

    /// One attempt: the answers that it comes to.
    private func decide(
        _ open: [Int], of tickets: [Ticket], attempt: Int, in session: Session
    ) throws -> [(Int, Result<Acceptance, any Error>)] {
        let contracts = Set(open.map { tickets[$0].contract })
        let holdsHead = attempt > 1
        let opened = Set(open.lazy.filter { tickets[$0].command.mayOpenContract }.map { tickets[$0].contract })
        set.putOnDesk(contracts, assumedNew: holdsHead ? [] : opened)
        defer { set.takeOffDesk(contracts) }
        // In this process the turn comes before the lock in the database, always.
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

    /// What commands are decided on: the working set, with what it lacks read now.
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
            // What is refused by a wrong clock may be lawful by the right one: then nothing is decided.
            if let fault = look.clock.fault(at: ledger.clock.now().microseconds) { throw fault }
        }
    }
}

extension DeskRound {
    /// What is proposed tells of people: all sealed at once, to be kept with it; nil when it tells nothing of them.
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
            return sealed.isEmpty ? [] : [Vault.keep(sealed)]
        }
    }
}

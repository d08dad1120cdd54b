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

        init(facts: Int) { recent = RecentContracts(facts: facts) }
    }

    /// An answer to each ticket, in order. What makes an attempt fail is the answer to all that were still open, and to no other: what was
    /// appended before stays answered.
    /// - Parameter memory: what need not be read. What has changed since is found out by the append.
    func decide(_ tickets: [Ticket], recalling memory: Memory? = nil, in session: Session) -> [Result<Acceptance, any Error>] {
        var answers: [Result<Acceptance, any Error>?] = Array(repeating: nil, count: tickets.count)
        var failure: any Error = ServiceError.concurrentChange
        for _ in 0..<DeskRound.attempts {
            let open = tickets.indices.filter { answers[$0] == nil }
            if open.isEmpty { break }
            do { try decide(open, of: tickets, recalling: memory, answers: &answers, in: session) } catch {
                failure = error
                if error.isKnownKey, let memory {
                    memory.keysAreNew.store(false, ordering: .relaxed)
                    continue
                }
                break
            }
        }
        return answers.map { $0 ?? .failure(failure) }
    }

    private func decide(
        _ open: [Int], of tickets: [Ticket], recalling memory: Memory?, answers: inout [Result<Acceptance, any Error>?], in session: Session
    ) throws {
        let looksUpKeys = memory?.keysAreNew.load(ordering: .relaxed) != true
        let keys = looksUpKeys ? open.compactMap { tickets[$0].key?.key } : []
        let contracts = open.lazy.map { tickets[$0].contract }
        let files = try FileSet(of: contracts, keys: keys, recalling: memory?.recent, by: ledger, in: session)
        if keys.count >= DeskRound.manyKeys { memory?.keysAreNew.store(files.answered.isEmpty, ordering: .relaxed) }
        var draft = Draft()
        var proposed: [Proposed] = []
        proposed.reserveCapacity(open.count)
        for index in open {
            let ticket = tickets[index]
            let file = files[ticket.contract]
            if let key = ticket.key, let earlier = files.answered[key.key] {
                answers[index] =
                    earlier.fingerprint == key.fingerprint
                    ? .success(try file.acceptance(replaying: earlier.receipt, in: session)) : .failure(ServiceError.idempotencyMismatch)
                continue
            }
            switch ticket.judged(on: file, by: ledger) {
            case .proposal(let proposal, let fact):
                draft.add(proposal)
                proposed.append(Proposed(ticket: index, file: file, fact: fact))
                if let fact { try file.foresee(fact, at: ledger.clock.now()) }
            case .refused(let error) where file.isJustRead: answers[index] = .failure(error)
            case .refused(let error):
                // It stands only if what it was decided on is true: the log says so of a proposal to add nothing.
                draft.add(Proposal(contract: ticket.contract, expectedVersion: file.version, events: [], recordedBy: ticket.caller))
                proposed.append(Proposed(ticket: index, file: file, refusal: error))
            }
        }

        let people = try sealed(proposed, of: tickets, in: session)
        let known = memory.map { LookedUp(at: files.position, own: $0.own) }
        let verdicts = try EventLog.append(
            draft, now: ledger.clock.now().microseconds, alongside: people, known: known, in: session)
        for (proposed, verdict) in zip(proposed, verdicts) {
            let (index, file) = (proposed.ticket, proposed.file)
            switch verdict {
            case .appended(let receipt):
                file.confirm(receipt)
                let acceptance = Acceptance(receipt, facts: proposed.fact.map { [$0] } ?? [])
                answers[index] = proposed.refusal.map { .failure($0) } ?? .success(acceptance)
                continue
            case .replayed(let receipt): answers[index] = Result { try file.acceptance(replaying: receipt, in: session) }
            case .mismatched: answers[index] = .failure(ServiceError.idempotencyMismatch)
            case .conflict: break
            }
            file.isDoubted = true
        }
        memory?.recent.keep(files.all)
    }
}

/// For whom a round proposes something.
private struct Proposed {
    let ticket: Int
    let file: ContractFile
    /// What is new; `nil` when the command told nothing new.
    var fact: Fact?
    /// What the command is answered when nothing is proposed because it is refused.
    var refusal: ServiceError?
}

extension DeskRound {
    /// What is proposed tells of people: all sealed at once, to be kept with what is accepted; `nil` when it tells nothing of them.
    private func sealed(_ proposed: [Proposed], of tickets: [Ticket], in session: Session) throws -> EventLog.Alongside? {
        let secrets = proposed.enumerated().flatMap { place, proposed in
            proposed.fact == nil ? [] : tickets[proposed.ticket].command.secrets.map { (place: place, secret: $0, proposed.file.id) }
        }
        if secrets.isEmpty { return nil }
        let sealed = try people.seal(secrets.map { ($0.secret, $0.2) }, in: session)
        return { isAccepted in
            let accepted = zip(secrets, sealed).filter { isAccepted($0.0.place) }.map(\.1)
            return accepted.isEmpty ? [] : [Vault.keep(accepted)]
        }
    }
}

extension Error {
    /// Whether the log refused a key that it knows.
    fileprivate var isKnownKey: Bool {
        guard let error = self as? PostgresError else { return false }
        return error.sqlState == .uniqueViolation && error.constraint == "idempotency_pkey"
    }
}

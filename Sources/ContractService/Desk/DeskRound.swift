import CivilTime
import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// One round of the desk: reads the histories of all contracts concerned, decides, appends, and decides again what met a change.
///
/// It runs on one session from start to end; nothing is awaited in it.
struct DeskRound: Sendable {
    let ledger: Ledger
    let people: People

    /// How often a command that met a change is decided again.
    private static let attempts = 8

    /// What a round may rest on besides what it reads.
    struct Memory: Sendable {
        let recent = RecentContracts()
        let own = OwnStretch()
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
                break
            }
        }
        return answers.map { $0 ?? .failure(failure) }
    }

    private func decide(
        _ open: [Int], of tickets: [Ticket], recalling memory: Memory?, answers: inout [Result<Acceptance, any Error>?], in session: Session
    ) throws {
        let keys = open.compactMap { tickets[$0].key?.key }
        let files = try FileSet(of: Set(open.map { tickets[$0].contract }), keys: keys, recalling: memory, by: ledger, in: session)
        var proposals: [Proposed] = []
        proposals.reserveCapacity(open.count)
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
                proposals.append(Proposed(ticket: index, file: file, proposal: proposal, fact: fact))
                if let fact { try file.foresee(fact, at: ledger.clock.now()) }
            case .refused(let error) where file.isJustRead: answers[index] = .failure(error)
            case .refused(let error):
                // It stands only if what it was decided on is true: the log says so of a proposal to add nothing.
                let nothing = Proposal(
                    contract: ticket.contract, expectedVersion: file.version, events: [], recordedBy: ticket.submission.caller)
                proposals.append(Proposed(ticket: index, file: file, proposal: nothing, refusal: error))
            }
        }

        try people.seal(&proposals, of: tickets, in: session)
        let known = memory.map { LookedUp(at: files.position, own: $0.own) }
        let verdicts = try EventLog.append(proposals.map(\.proposal), now: ledger.clock.now().microseconds, known: known, in: session)
        for (proposed, verdict) in zip(proposals, verdicts) {
            let (index, file) = (proposed.ticket, proposed.file)
            switch verdict {
            case .appended(let receipt):
                if let fact = proposed.fact { file.confirm(fact, receipt) }
                let acceptance = Acceptance(receipt, facts: proposed.fact.map { [$0] } ?? [])
                answers[index] = proposed.refusal.map { .failure($0) } ?? .success(acceptance)
                continue
            case .replayed(let receipt): answers[index] = Result { try file.acceptance(replaying: receipt, in: session) }
            case .mismatched: answers[index] = .failure(ServiceError.idempotencyMismatch)
            case .conflict: break
            }
            file.isDoubted = true
        }
        memory?.recent.keep(files.known)
    }
}

/// What a round would append for a ticket.
struct Proposed {
    let ticket: Int
    let file: ContractFile
    var proposal: Proposal
    /// What is new; `nil` when the command told nothing new.
    var fact: Fact?
    /// What the command is answered when nothing is proposed because it is refused.
    var refusal: ServiceError?
}

extension People {
    /// Adds to each proposal the statements that keep what its command tells of people: all sealed at once.
    fileprivate func seal(_ proposals: inout [Proposed], of tickets: [Ticket], in session: Session) throws {
        let secrets = proposals.enumerated().flatMap { place, proposed in
            (proposed.fact == nil ? [] : tickets[proposed.ticket].command.secrets).map { (place: place, secret: $0) }
        }
        let statements = try seal(secrets.map { ($0.secret, proposals[$0.place].proposal.contract) }, in: session)
        for (one, statement) in zip(secrets, statements) { proposals[one.place].proposal.alongside.append(statement) }
    }
}

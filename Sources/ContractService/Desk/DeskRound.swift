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

    /// An answer to each ticket, in order. What makes an attempt fail is the answer to all that were still open, and to no other: what was
    /// appended before stays answered.
    /// - Parameter recent: the histories that need not be read. What has changed since is found out by the append.
    func decide(
        _ tickets: [Ticket], recalling recent: RecentHistories? = nil, in session: Session
    ) -> [Result<Acceptance, any Error>] {
        var answers: [Result<Acceptance, any Error>?] = Array(repeating: nil, count: tickets.count)
        var failure: any Error = ServiceError.concurrentChange
        for _ in 0..<DeskRound.attempts {
            let open = tickets.indices.filter { answers[$0] == nil }
            if open.isEmpty { break }
            do { try decide(open, of: tickets, recalling: recent, answers: &answers, in: session) } catch {
                failure = error
                break
            }
        }
        return answers.map { $0 ?? .failure(failure) }
    }

    private func decide(
        _ open: [Int], of tickets: [Ticket], recalling recent: RecentHistories?, answers: inout [Result<Acceptance, any Error>?],
        in session: Session
    ) throws {
        var files = try Files(of: Set(open.map { tickets[$0].contract }), recalling: recent, in: session)
        // After the histories: a key used since by another process is found here or by the append, never missed between the two.
        let answered = try EventLog.idempotent(keys: open.compactMap { tickets[$0].key?.key }, in: session)
        var proposals: [Proposed] = []
        for index in open {
            let ticket = tickets[index]
            if let key = ticket.key, let earlier = answered[key.key] {
                answers[index] =
                    earlier.fingerprint == key.fingerprint
                    ? .success(try files.acceptance(replaying: earlier.receipt, in: session)) : .failure(ServiceError.idempotencyMismatch)
                continue
            }
            switch try ticket.judged(on: files.facts(of: ticket.contract), by: ledger) {
            case .proposal(let proposal, let fact):
                proposals.append(Proposed(ticket: index, proposal: proposal, fact: fact))
                if let fact { files.foresee(fact, of: ticket.contract, at: ledger.clock.now()) }
            case .refused(let error) where files.isJustRead(ticket.contract): answers[index] = .failure(error)
            case .refused(let error):
                // It stands only if what it was decided on is true: the log says so of a proposal to add nothing.
                let nothing = Proposal(
                    contract: ticket.contract, expectedVersion: files.version(of: ticket.contract), events: [],
                    recordedBy: ticket.submission.caller)
                proposals.append(Proposed(ticket: index, proposal: nothing, refusal: error))
            }
        }

        try people.seal(&proposals, of: tickets, in: session)
        let verdicts = try EventLog.append(proposals.map(\.proposal), now: ledger.clock.now().microseconds, in: session)
        for (proposed, verdict) in zip(proposals, verdicts) {
            let index = proposed.ticket
            switch verdict {
            case .appended(let receipt):
                if proposed.fact != nil { files.confirm(receipt) }
                let acceptance = Acceptance(receipt, facts: proposed.fact.map { [$0] } ?? [])
                answers[index] = proposed.refusal.map { .failure($0) } ?? .success(acceptance)
            case .replayed(let receipt): answers[index] = Result { try files.acceptance(replaying: receipt, in: session) }
            case .mismatched: answers[index] = .failure(ServiceError.idempotencyMismatch)
            case .conflict: break
            }
            if case .appended = verdict { continue }
            files.doubt(proposed.proposal.contract)
        }
        recent?.keep(files.confirmed)
    }
}

extension DeskRound {
    /// What is known of contracts, each by version.
    typealias Histories = [UUID: [RecordedFact]]

    /// The histories of contracts as they are now; empty for one of which nothing is known.
    static func histories(of contracts: Set<UUID>, in session: Session) throws -> Histories {
        try EventLog.events(of: Array(contracts), in: session).mapValues { events in try events.map { try Ledger.Entry($0).fact } }
    }
}

/// What a round would append for a ticket.
struct Proposed {
    let ticket: Int
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

/// The histories that a round decides on, with what it expects to append.
private struct Files {
    private var facts: DeskRound.Histories
    /// The versions that are in the log.
    private let recorded: [UUID: Int]
    /// The contracts whose histories were read by this round, and are shown as they were read.
    private var justRead: Set<UUID>
    /// The contracts of which the log knows something else.
    private var doubted: Set<UUID> = []

    init(of contracts: Set<UUID>, recalling recent: RecentHistories?, in session: Session) throws {
        facts = recent?.take(contracts) ?? [:]
        justRead = contracts.filter { [facts] in facts[$0] == nil }
        if !justRead.isEmpty { facts.merge(try DeskRound.histories(of: justRead, in: session)) { $1 } }
        recorded = facts.mapValues(\.count)
    }

    func facts(of contract: UUID) -> [RecordedFact] { facts[contract] ?? [] }

    func version(of contract: UUID) -> Int { facts[contract]?.last?.version ?? 0 }

    /// Whether what is decided on a contract's history needs no verdict of the log.
    func isJustRead(_ contract: UUID) -> Bool { justRead.contains(contract) }

    /// Decides what follows as if the fact were recorded.
    mutating func foresee(_ fact: Fact, of contract: UUID, at now: Instant) {
        let last = facts[contract]?.last
        let recordedAt = max(now, last?.recordedAt ?? now)
        facts[contract, default: []].append(RecordedFact(version: (last?.version ?? 0) + 1, recordedAt: recordedAt, fact: fact))
        justRead.remove(contract)
    }

    /// What was foreseen is recorded.
    mutating func confirm(_ receipt: Receipt) {
        let place = receipt.version - 1
        guard let fact = facts[receipt.contract]?[place].fact else { return }
        let recordedAt = Instant(microseconds: receipt.recordedAt)
        facts[receipt.contract]?[place] = RecordedFact(version: receipt.version, recordedAt: recordedAt, fact: fact)
    }

    /// The log did not take what was decided on a contract's history.
    mutating func doubt(_ contract: UUID) { doubted.insert(contract) }

    /// The histories as they are in the log.
    var confirmed: DeskRound.Histories {
        var confirmed = facts
        for contract in doubted { confirmed[contract] = nil }
        return confirmed
    }

    /// The first answer to a command again.
    func acceptance(replaying receipt: Receipt, in session: Session) throws -> Acceptance {
        guard let versions = receipt.versions, versions.upperBound > recorded[receipt.contract] ?? 0 else {
            let told = receipt.versions.map { self.facts(of: receipt.contract)[($0.lowerBound - 1)..<$0.upperBound].map(\.fact) }
            return Acceptance(receipt, facts: told ?? [], replayed: true)
        }
        // Another process recorded it after the histories were read.
        let events = try EventLog.events(of: [receipt.contract], in: session)[receipt.contract] ?? []
        let facts = try events.filter { versions.contains($0.version) }.map { try Ledger.Entry($0).fact.fact }
        return Acceptance(receipt, facts: facts, replayed: true)
    }
}

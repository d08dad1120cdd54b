import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// Decides any number of commands on a database: together as far as can be.
struct Rounds: Sendable {
    let database: Database
    let round: DeskRound
    /// How long the database may take with one group; then its connection is given up, and the group is answered so.
    let patience: Duration

    /// An answer to each ticket, in order.
    /// - Parameter session: or why there is none.
    func decide(_ tickets: [Ticket], in session: Result<Session, any Error>) -> [Result<Acceptance, any Error>] {
        var answers: [Result<Acceptance, any Error>] = []
        answers.reserveCapacity(tickets.count)
        func decideAll() {
            while answers.count < tickets.count {
                answers += together(Array(tickets[answers.count...].prefixUnderDistinctKeys), in: session)
            }
        }
        if case .success(let session) = session { session.within(patience, decideAll) } else { decideAll() }
        return answers
    }

    /// Reads contracts into the working set in advance: none when that fails or takes long, as whoever decides on them finds out again.
    func recall(_ contracts: Set<UUID>) async {
        let (set, missing) = (round.set, round.set.missing(of: contracts))
        if missing.isEmpty { return }
        try? await database.withSession(deadline: patience / 3) { session in
            let query = LogQuery(behind: set.end, atMost: WorkingSet.longestTail, with: missing)
            set.follow(try EventLog.tail(query, in: session) { try RecordedFact($0) }, behind: query.known)
        }
    }

    /// The same for tickets of which no two have the same key, until `deadline`.
    func together(_ tickets: [Ticket], until deadline: ContinuousClock.Instant) async -> [Result<Acceptance, any Error>] {
        do {
            return try await database.withSession(deadline: deadline - .now) { together(tickets, in: .success($0)) }
        } catch {
            return tickets.map { _ in .failure(ServiceError(error) ?? error) }
        }
    }

    private func together(_ tickets: [Ticket], in session: Result<Session, any Error>) -> [Result<Acceptance, any Error>] {
        do {
            var answers = round.decide(tickets, in: try session.get())
            // One of them cannot be decided or written, and took its neighbours along: in ever smaller groups, each is answered for itself.
            let struck = answers.indices.filter { answers[$0].isFaultOfOne }
            if tickets.count > 1, !struck.isEmpty {
                let middle = (struck.count + 1) / 2
                for half in [struck[..<middle], struck[middle...]] where !half.isEmpty {
                    for (index, answer) in zip(half, together(half.map { tickets[$0] }, in: session)) { answers[index] = answer }
                }
            }
            return answers.map { answer in answer.mapError { ServiceError($0) ?? $0 } }
        } catch {
            return tickets.map { _ in .failure(ServiceError(error) ?? error) }
        }
    }
}

extension ArraySlice<Ticket> {
    /// The tickets up to the first whose key one before has: it is answered from what becomes of that one.
    fileprivate var prefixUnderDistinctKeys: Self {
        var keys: Set<String> = []
        return prefix { ticket in ticket.key.map { keys.insert($0.key).inserted } ?? true }
    }
}

extension Result where Failure == any Error {
    /// Whether it failed for what one command of its round is or rests on, before anything was written: not for want of the database.
    fileprivate var isFaultOfOne: Bool {
        switch self {
        case .failure(let error as PostgresError): error.blamesStatement
        case .failure(let error): ServiceError(error) == nil
        case .success: false
        }
    }
}

import Contracts
import EventLog
import FoundationEssentials
import Postgres

/// Decides any number of commands on a database, in groups as large as possible.
struct Rounds: Sendable {
    let database: Database
    let round: DeskRound
    /// The time limit of one group in the database; then its connection is closed, and the group's answers say so.
    let patience: Duration

    /// Answers each ticket, in order.
    /// - Parameter session: a session, or the error that denied us one.
    func answers(to tickets: [Ticket], in session: Result<Session, any Error>) -> [Result<Acceptance, any Error>] {
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

    /// Loads contracts into the cache in advance. A failure or delay is harmless: the decision loads them again.
    func recall(_ contracts: Set<UUID>) async {
        let (set, missing) = (round.set, round.set.missing(of: contracts))
        if missing.isEmpty { return }
        try? await database.withSession(deadline: patience / 3) { session in
            let query = LogQuery(behind: set.end, atMost: WorkingSet.longestTail, with: missing)
            set.follow(try EventLog.tail(query, in: session) { try RecordedFact($0) }, behind: query.known)
        }
    }

    /// The same until `deadline`, for tickets with distinct keys.
    func together(_ tickets: [Ticket], until deadline: ContinuousClock.Instant) async -> [Result<Acceptance, any Error>] {
        do {
            return try await database.withSession(deadline: deadline - .now) { together(tickets, in: .success($0)) }
        } catch {
            return tickets.map { _ in .failure(ServiceError(error) ?? error) }
        }
    }

    private func together(_ tickets: [Ticket], in session: Result<Session, any Error>) -> [Result<Acceptance, any Error>] {
        do {
            var answers = round.answers(to: tickets, in: try session.get())
            // One ticket failed, and its group with it. Smaller and smaller groups isolate the fault, so that each ticket gets its own
            // answer.
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
    /// The tickets before the first repeated key. A repeated key must wait for the first command's result.
    fileprivate var prefixUnderDistinctKeys: Self {
        var keys: Set<String> = []
        return prefix { ticket in ticket.key.map { keys.insert($0.key).inserted } ?? true }
    }
}

extension Result where Failure == any Error {
    /// Whether one command of the group caused the failure before anything was written, and not the database.
    fileprivate var isFaultOfOne: Bool {
        switch self {
        case .failure(let error as PostgresError): error.blamesStatement
        case .failure(let error): ServiceError(error) == nil
        case .success: false
        }
    }
}

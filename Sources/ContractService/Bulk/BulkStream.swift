import EventLog
import FoundationEssentials
import Synchronization

/// The bulk commands of one sender.
///
/// After an undecided command, later commands of its contract stay undecided too. They could overtake the command that must be sent again.
/// A refusal could also depend on it. When the database fails, all later commands stay undecided.
final class BulkStream: Sendable {
    private struct State {
        /// The keys received since the lanes last met.
        var keys: Set<String> = []
        /// The contracts with a rescission since then.
        var rescinded: Set<UUID> = []
        /// The last task of each lane for this bulk.
        var last: [ObjectIdentifier: Task<Void, Never>] = [:]
        var isBroken = false
        /// Contracts with an undecided command, although the database answers for others.
        var undecided: Set<UUID> = []
    }

    private let state = Mutex(State())

    /// The answer to an undecided command.
    static let undecided = ServiceError.unavailable(retryAfterSeconds: 2)

    /// After this many keys the lanes meet, and the keys are cleared.
    private static let keysLimit = 1 << 15

    /// Whether a command is independent of all commands received since the lanes last met. If so, it is added to them.
    ///
    /// It depends on a command with the same key. A command with a content key also depends on rescissions of its contract.
    func isIndependent(_ ticket: Ticket) -> Bool {
        state.withLock { state in
            if ticket.content != nil, state.rescinded.contains(ticket.contract) { return false }
            if let key = ticket.key?.key {
                guard state.keys.count < BulkStream.keysLimit, state.keys.insert(key).inserted else { return false }
            }
            if ticket.command.name.annuls { state.rescinded.insert(ticket.contract) }
            return true
        }
    }

    /// Remembers a lane's last task for this bulk.
    func follow(_ answers: Task<[Result<Acceptance, any Error>], Never>, on lane: BulkLane) {
        let last = Task { _ = await answers.value }
        state.withLock { $0.last[ObjectIdentifier(lane)] = last }
    }

    /// Waits until all lanes have finished this bulk's tasks.
    func meet() async {
        let last = state.withLock { state in
            defer { (state.keys, state.rescinded, state.last) = ([], [], [:]) }
            return Array(state.last.values)
        }
        for task in last { await task.value }
    }

    /// Whether all further commands stay undecided.
    var isBroken: Bool { state.withLock { $0.isBroken } }

    /// Decides commands until `deadline`, except those after an undecided command.
    func carry(
        _ tickets: [Ticket], by rounds: Rounds, until deadline: ContinuousClock.Instant
    ) async -> [Result<Acceptance, any Error>] {
        let (isBroken, held) = state.withLock { ($0.isBroken, $0.undecided) }
        if isBroken || ContinuousClock.now >= deadline {
            state.withLock { $0.isBroken = true }
            return tickets.map { _ in .failure(BulkStream.undecided) }
        }
        let places = tickets.indices.filter { held.isEmpty || !held.contains(tickets[$0].contract) }
        let decided = await rounds.together(places.count == tickets.count ? tickets : places.map { tickets[$0] }, until: deadline)
        var answers = [Result<Acceptance, any Error>](repeating: .failure(BulkStream.undecided), count: tickets.count)
        for (place, answer) in zip(places, decided) { answers[place] = answer }
        return withoutEarlyRefusals(answers, to: tickets)
    }

    /// The answers, but a refusal after an undecided command of the same contract becomes undecided too.
    private func withoutEarlyRefusals(
        _ answers: [Result<Acceptance, any Error>], to tickets: [Ticket]
    ) -> [Result<Acceptance, any Error>] {
        guard answers.contains(where: \.isUndecided) else { return answers }
        var answers = answers
        state.withLock { state in
            for (place, ticket) in tickets.enumerated() {
                if case .failure(let error) = answers[place] {
                    if state.undecided.contains(ticket.contract) { answers[place] = .failure(BulkStream.undecided) }
                    if answers[place].isUndecided { state.undecided.insert(ticket.contract) }
                    if (error as? ServiceError)?.isPassing == true { state.isBroken = true }
                }
            }
        }
        return answers
    }
}

extension Result<Acceptance, any Error> {
    /// Whether the same command may get another answer when it is sent again, because the database or the service failed.
    fileprivate var isUndecided: Bool {
        guard case .failure(let error) = self else { return false }
        return (error as? ServiceError)?.leavesUndecided ?? true
    }
}

import EventLog
import FoundationEssentials
import Synchronization

/// Commands in bulk of one sender. After an undecided command no later one of its contract is decided: it might overtake the one that has to be sent again,
/// and a refusal might rest on it. When the database is away for one, no later one of any contract is decided.
final class BulkStream: Sendable {
    private struct State {
        /// The keys that came since the lanes met.
        var keys: Set<String> = []
        /// The contracts of which something was rescinded since then.
        var rescinded: Set<UUID> = []
        /// The last that each lane has to do of it.
        var last: [ObjectIdentifier: Task<Void, Never>] = [:]
        var isBroken = false
        /// Contracts with an undecided command, while the database answers for others.
        var undecided: Set<UUID> = []
    }

    private let state = Mutex(State())

    /// The answer to what is not decided.
    static let undecided = ServiceError.unavailable(retryAfterSeconds: 2)

    /// After so many keys the lanes meet, and the keys are forgotten.
    private static let keysLimit = 1 << 15

    /// Whether a command needs no answer of those that came since the lanes met: none of them has its key, and, if it is known by its content, none
    /// rescinds what it may repeat. It counts among them then.
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

    /// Knows what a lane has to do of it.
    func follow(_ answers: Task<[Result<Acceptance, any Error>], Never>, on lane: BulkLane) {
        let last = Task { _ = await answers.value }
        state.withLock { $0.last[ObjectIdentifier(lane)] = last }
    }

    /// Returns when all lanes have decided what they had of it.
    func meet() async {
        let last = state.withLock { state in
            defer { (state.keys, state.rescinded, state.last) = ([], [], [:]) }
            return Array(state.last.values)
        }
        for task in last { await task.value }
    }

    /// Whether nothing more is decided.
    var isBroken: Bool { state.withLock { $0.isBroken } }

    /// Decides commands until `deadline`, but for those that stand behind an undecided one.
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

    /// The answers, with a refusal behind an undecided command of the same contract made undecided itself.
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
    /// Whether the command may be decided otherwise when it is sent again: for want of the database, or for a fault of the service.
    fileprivate var isUndecided: Bool {
        guard case .failure(let error) = self else { return false }
        return (error as? ServiceError)?.leavesUndecided ?? true
    }
}

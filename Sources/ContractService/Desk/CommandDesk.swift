import EventLog
import FoundationEssentials

/// Decides commands: all that is waiting at once, and answers each.
///
/// One transaction serves many commands, so that being durable before being answered costs little; one that comes alone waits for nobody.
/// When many wait, the next group is read and decided while one is being committed. What is waiting is bounded.
actor CommandDesk {
    private let rounds: Rounds
    private var waiting: [Waiting] = []
    private var groups = 0
    /// What the groups under way are about: commands on the same contract or under the same key wait for their outcome.
    private var underWay = Concerns()
    private(set) var isClosed = false
    private var emptied: [CheckedContinuation<Void, Never>] = []

    private struct Waiting {
        let ticket: Ticket
        let answer: CheckedContinuation<Result<Acceptance, any Error>, Never>
    }

    /// What tickets are about.
    private struct Concerns {
        var contracts: Set<UUID> = []
        var keys: Set<String> = []

        func meet(_ ticket: Ticket) -> Bool { contracts.contains(ticket.contract) || ticket.key.map { keys.contains($0.key) } ?? false }

        mutating func add(_ ticket: Ticket) {
            contracts.insert(ticket.contract)
            if let key = ticket.key { keys.insert(key.key) }
        }

        mutating func remove(_ ticket: Ticket) {
            contracts.remove(ticket.contract)
            if let key = ticket.key { keys.remove(key.key) }
        }
    }

    /// The most that is decided in one transaction.
    private static let batch = 256
    /// The most that may wait.
    private static let limit = 4096
    /// So many make a group of their own while another is being committed; fewer wait, since a group costs much the same whatever its size.
    private static let secondGroup = 64

    init(rounds: Rounds) { self.rounds = rounds }

    /// Decides a command, durably: what is answered with success is in the log.
    ///
    /// - Throws: `ServiceError`, or what is wrong with the service itself.
    func decide(_ ticket: Ticket) async throws -> Acceptance {
        if isClosed { throw ServiceError.unavailable(retryAfterSeconds: 5) }
        if waiting.count >= CommandDesk.limit { throw ServiceError.overloaded(retryAfterSeconds: 1) }
        return try await withCheckedContinuation { answer in
            waiting.append(Waiting(ticket: ticket, answer: answer))
            guard groups == 0 || groups == 1 && waiting.count >= CommandDesk.secondGroup else { return }
            groups += 1
            Task { await work() }
        }.get()
    }

    /// How many commands wait for the next round.
    var queueLength: Int { waiting.count }

    /// Takes no more commands, and returns when all that were taken are answered.
    func close() async {
        isClosed = true
        guard groups > 0 else { return }
        await withCheckedContinuation { emptied.append($0) }
    }

    private func work() async {
        while true {
            let group = takeGroup()
            // What still waits is about the same as another group: whoever decides on that one goes on with it.
            if group.isEmpty { break }
            let answers = await rounds.decide(group.map(\.ticket))
            for one in group { underWay.remove(one.ticket) }
            for (one, answer) in zip(group, answers) { one.answer.resume(returning: answer) }
        }
        groups -= 1
        guard groups == 0 else { return }
        for waiting in emptied { waiting.resume() }
        emptied = []
    }

    /// Takes what waits, in order, but for what is about the same as a group under way, or as a command that has to wait.
    private func takeGroup() -> [Waiting] {
        var group: [Waiting] = []
        var rest: [Waiting] = []
        var held = underWay
        for one in waiting {
            if group.count < CommandDesk.batch, !held.meet(one.ticket) {
                group.append(one)
            } else {
                rest.append(one)
                held.add(one.ticket)
            }
        }
        waiting = rest
        for one in group { underWay.add(one.ticket) }
        return group
    }
}

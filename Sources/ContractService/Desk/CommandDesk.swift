/// Decides commands: one loop that takes all that is waiting, and answers each.
///
/// One transaction serves many commands, so that being durable before being answered costs little. What is waiting is bounded.
actor CommandDesk {
    private let rounds: Rounds
    private var waiting: [Waiting] = []
    private var isWorking = false
    private(set) var isClosed = false
    private var emptied: [CheckedContinuation<Void, Never>] = []

    private struct Waiting {
        let ticket: Ticket
        let answer: CheckedContinuation<Result<Acceptance, any Error>, Never>
    }

    /// The most that is decided in one transaction.
    private static let batch = 256
    /// The most that may wait.
    private static let limit = 4096

    init(rounds: Rounds) { self.rounds = rounds }

    /// Decides a command, durably: what is answered with success is in the log.
    ///
    /// - Throws: `ServiceError`, or what is wrong with the service itself.
    func decide(_ ticket: Ticket) async throws -> Acceptance {
        if isClosed { throw ServiceError.unavailable(retryAfterSeconds: 5) }
        if waiting.count >= CommandDesk.limit { throw ServiceError.overloaded(retryAfterSeconds: 1) }
        return try await withCheckedContinuation { answer in
            waiting.append(Waiting(ticket: ticket, answer: answer))
            if !isWorking {
                isWorking = true
                Task { await work() }
            }
        }.get()
    }

    /// How many commands wait for the next round.
    var queueLength: Int { waiting.count }

    /// Takes no more commands, and returns when all that were taken are answered.
    func close() async {
        isClosed = true
        guard isWorking else { return }
        await withCheckedContinuation { emptied.append($0) }
    }

    private func work() async {
        while !waiting.isEmpty {
            let batch = Array(waiting.prefix(CommandDesk.batch))
            waiting.removeFirst(batch.count)
            for (one, result) in zip(batch, await rounds.decide(batch.map(\.ticket))) { one.answer.resume(returning: result) }
        }
        isWorking = false
        for waiting in emptied { waiting.resume() }
        emptied = []
    }
}

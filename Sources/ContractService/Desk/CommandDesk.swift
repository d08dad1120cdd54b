import Postgres

/// Decides commands: one loop that takes all that is waiting, and answers each.
///
/// One transaction serves many commands, so that being durable before being answered costs little. What is waiting is bounded.
actor CommandDesk {
    private let database: Database
    private let round: DeskRound
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

    init(database: Database, round: DeskRound) {
        self.database = database
        self.round = round
    }

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
            let batch = nextBatch()
            for (one, result) in zip(batch, await decide(batch.map(\.ticket))) { one.answer.resume(returning: result) }
        }
        isWorking = false
        for waiting in emptied { waiting.resume() }
        emptied = []
    }

    /// The next commands in order of arrival, up to the first that comes under a key which is among them already: it is answered from
    /// what becomes of that one.
    private func nextBatch() -> [Waiting] {
        var keys: Set<String> = []
        let count = waiting.prefix(CommandDesk.batch).prefix { one in
            one.ticket.submission.idempotencyKey.map { keys.insert($0).inserted } ?? true
        }.count
        defer { waiting.removeFirst(count) }
        return Array(waiting.prefix(count))
    }

    private func decide(_ batch: [Ticket]) async -> [Result<Acceptance, any Error>] {
        let round = round
        do {
            var answers = try await database.withSession { session in round.decide(batch, in: session) }
            // One of them cannot be decided or written, and took its neighbours along. Alone, each is answered for itself.
            for index in batch.indices where batch.count > 1 && answers[index].isFaultOfOne {
                answers[index] = await decide([batch[index]])[0]
            }
            return answers.map { answer in answer.mapError { ServiceError($0) ?? $0 } }
        } catch {
            return batch.map { _ in .failure(ServiceError(error) ?? error) }
        }
    }
}

extension Result where Failure == any Error {
    /// Whether it failed for what one command of its round is or rests on, before anything was written: not for want of the database.
    fileprivate var isFaultOfOne: Bool {
        switch self {
        case .failure(let error as PostgresError): error.blamesStatement
        case .failure(let error): !(error is ServiceError)
        case .success: false
        }
    }
}

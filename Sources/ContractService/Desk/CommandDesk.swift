import Postgres

/// Decides commands: one loop that takes all that is waiting, and answers each.
///
/// One transaction serves many commands, so that being durable before being answered costs little. What is waiting is bounded.
actor CommandDesk {
    private let database: Database
    private let round: DeskRound
    private var waiting: [Waiting] = []
    private var isWorking = false
    private var isClosed = false
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
        do {
            let round = round
            return try await database.withSession { session in try round.decide(batch, in: session) }
        } catch let error as PostgresError where batch.count > 1 && error.blamesStatement {
            // One of them cannot be written. Alone, each is answered for itself.
            var results: [Result<Acceptance, any Error>] = []
            for ticket in batch { results += await decide([ticket]) }
            return results
        } catch {
            return batch.map { _ in .failure(ServiceError(error) ?? error) }
        }
    }
}

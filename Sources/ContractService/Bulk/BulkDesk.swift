/// Decides commands in bulk, one chunk after the other, beside the desk: both append to the one log, and take turns at its head.
actor BulkDesk {
    let rounds: Rounds
    private var last: Task<Void, Never>?
    private var isClosed = false

    init(rounds: Rounds) { self.rounds = rounds }

    /// An answer to each command, in order, each decided on those before it. Chunks are decided in the order in which they come.
    ///
    /// Once begun a chunk is decided to its end, even if nobody waits for the answers any more.
    func decide(_ tickets: [Ticket]) async -> [Result<Acceptance, any Error>] {
        if isClosed { return tickets.map { _ in .failure(ServiceError.unavailable(retryAfterSeconds: 5)) } }
        let (rounds, before) = (rounds, last)
        let task = Task {
            await before?.value
            return await rounds.decide(tickets)
        }
        last = Task { _ = await task.value }
        return await task.value
    }

    /// Takes no more, and returns when all that was taken is answered.
    func close() async {
        isClosed = true
        await last?.value
    }
}
